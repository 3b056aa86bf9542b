//! A table with fifty rules: ten formulas, each of the one before, and forty constraints.

use formwork_runtime::rules;
use formwork_runtime::rules::Logic;

use crate::rules::declared::row;

row! {
    Wide "Wide" []
    {
        0 ID id: i64 = i64 => "Id",
        1 BASE base: i64 = i64 => "base",
        2 F0 f0: Option<i64> = i64 => "f0",
        3 F1 f1: Option<i64> = i64 => "f1",
        4 F2 f2: Option<i64> = i64 => "f2",
        5 F3 f3: Option<i64> = i64 => "f3",
        6 F4 f4: Option<i64> = i64 => "f4",
        7 F5 f5: Option<i64> = i64 => "f5",
        8 F6 f6: Option<i64> = i64 => "f6",
        9 F7 f7: Option<i64> = i64 => "f7",
        10 F8 f8: Option<i64> = i64 => "f8",
        11 F9 f9: Option<i64> = i64 => "f9",
    }
    {}
}

/// How many constraints there are.
pub(crate) const CONSTRAINTS: i64 = 40;

#[rules]
pub(crate) fn declare(logic: &mut Logic) {
    logic.formula(Wide::F0, |w: &Wide| w.base + 1);
    logic.formula(Wide::F1, |w: &Wide| w.f0 + 1);
    logic.formula(Wide::F2, |w: &Wide| w.f1 + 1);
    logic.formula(Wide::F3, |w: &Wide| w.f2 + 1);
    logic.formula(Wide::F4, |w: &Wide| w.f3 + 1);
    logic.formula(Wide::F5, |w: &Wide| w.f4 + 1);
    logic.formula(Wide::F6, |w: &Wide| w.f5 + 1);
    logic.formula(Wide::F7, |w: &Wide| w.f6 + 1);
    logic.formula(Wide::F8, |w: &Wide| w.f7 + 1);
    logic.formula(Wide::F9, |w: &Wide| w.f8 + 1);
    for least in 0..CONSTRAINTS {
        logic
            .constraint(move |w: &Wide| w.f9 > least)
            .message("too small ({f9})");
    }
}
