//! A raise is one that can be felt, and what an employee earned before is on record.
use crate::generated::{Employee, EmployeeAudit};
use formwork_runtime::prelude::*;

#[rules]
pub fn declare(logic: &mut Logic) {
    logic
        .constraint(|e: &Employee, old: &Employee| e.salary >= old.salary * dec!(1.2))
        .message("{last_name} needs a more meaningful raise")
        .on(Employee::SALARY);
    logic
        .copy_row::<Employee, EmployeeAudit>()
        .when(|e: &Employee, old: &Employee| e.salary != old.salary);
}
