//! Two structs as the tool writes them.

use formwork_runtime::generated::{Column, Date, Decimal, Parent, Resource, RowData};

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Account {
    pub(super) id: i64,
    pub(super) owner: String,
    pub(super) balance: Option<Decimal>,
    pub(super) is_open: bool,
}

impl Account {
    pub(super) const ID: Column<Self, i64> = Column::new(0);
    pub(super) const OWNER: Column<Self, String> = Column::new(1);
    pub(super) const BALANCE: Column<Self, Decimal> = Column::new(2);
    pub(super) const IS_OPEN: Column<Self, bool> = Column::new(3);
}

impl Resource for Account {
    const KIND: &'static str = "Account";
    const ATTRIBUTES: &'static [&'static str] = &["Id", "owner", "balance", "is_open"];
    const RELATIONSHIPS: &'static [&'static str] = &["BookingList"];

    fn read(row: &mut RowData) -> Self {
        Self {
            id: row.take(0),
            owner: row.take(1),
            balance: row.take(2),
            is_open: row.take(3),
        }
    }

    fn write(&self, row: &mut RowData) {
        row.put(0, &self.id);
        row.put(1, &self.owner);
        row.put(2, &self.balance);
        row.put(3, &self.is_open);
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Booking {
    pub(super) id: i64,
    pub(super) account_id: i64,
    pub(super) amount: Decimal,
    pub(super) booked: Option<Date>,
    pub(super) account: Parent<Account>,
}

impl Booking {
    pub(super) const ACCOUNT_ID: Column<Self, i64> = Column::new(1);
    pub(super) const AMOUNT: Column<Self, Decimal> = Column::new(2);
}

impl Resource for Booking {
    const KIND: &'static str = "Booking";
    const ATTRIBUTES: &'static [&'static str] = &["Id", "account_id", "amount", "booked"];
    const RELATIONSHIPS: &'static [&'static str] = &["account"];

    fn read(row: &mut RowData) -> Self {
        Self {
            id: row.take(0),
            account_id: row.take(1),
            amount: row.take(2),
            booked: row.take(3),
            account: Parent::default(),
        }
    }

    fn write(&self, row: &mut RowData) {
        row.put(0, &self.id);
        row.put(1, &self.account_id);
        row.put(2, &self.amount);
        row.put(3, &self.booked);
    }
}
