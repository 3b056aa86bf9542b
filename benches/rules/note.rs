//! A table that no rule is about, and none reads.

use formwork_runtime::generated::Decimal;

use crate::rules::declared::row;

row! {
    Note "Note" []
    {
        0 ID id: i64 = i64 => "Id",
        1 AMOUNT amount: Decimal = Decimal => "amount",
    }
    {}
}
