//! The familiar design has the forerunner's names.

use super::*;

fn northwind() -> Vec<Table> {
    vec![
        table("Category", "Id: integer*, CategoryName: text(40), Description: text?"),
        table("Customer", "Id: text(8)*, CompanyName: text(40), ContactName: text?, Balance: decimal(10,2)?"),
        table("Department", "Id: integer*, DepartmentId: integer?, DepartmentName: text").refers(
            "DepartmentId",
            "Department",
            "Id",
        ),
        table(
            "Employee",
            "Id: integer*, LastName: text, FirstName: text, ReportsTo: integer?, WorksForDepartmentId: integer?, OnLoanDepartmentId: integer?, UnionId: integer?",
        )
        .refers("UnionId", "Union", "Id")
        .refers("ReportsTo", "Employee", "Id")
        .refers("OnLoanDepartmentId", "Department", "Id")
        .refers("WorksForDepartmentId", "Department", "Id"),
        table("EmployeeTerritory", "Id: integer*, EmployeeId: integer, TerritoryId: text")
            .refers("EmployeeId", "Employee", "Id")
            .refers("TerritoryId", "Territory", "Id")
            .unique("EmployeeId+TerritoryId"),
        table("Location", "country: text*, city: text*, notes: text?"),
        table(
            "Order",
            "Id: integer*, CustomerId: text(8), EmployeeId: integer?, ShipVia: integer?, ShipName: text?, Country: text?, City: text?, CloneFromOrder: integer?",
        )
        .refers("CustomerId", "Customer", "Id")
        .refers("EmployeeId", "Employee", "Id")
        .refers("ShipVia", "Shipper", "Id")
        .refers("City+Country", "Location", "city+country")
        .refers("CloneFromOrder", "Order", "Id"),
        table("OrderDetail", "Id: integer*, OrderId: integer, ProductId: integer, Quantity: integer")
            .refers("OrderId", "Order", "Id")
            .refers("ProductId", "Product", "Id"),
        table("Product", "Id: integer*, ProductName: text"),
        table("Shipper", "Id: integer*, CompanyName: text"),
        table("Territory", "Id: text*, TerritoryDescription: text"),
        table("Union", "Id: integer*, Name: text"),
    ]
}

#[test]
fn a_column_names_the_row_it_refers_to() {
    let report = model_of(northwind());
    assert_eq!(
        described(report.resource("Order")),
        [
            "Customer -> Customer by CustomerId",
            "Employee -> Employee by EmployeeId",
            "Shipper -> Shipper by ShipVia",
            "Location -> Location by Country+City",
            "Order -> Order by CloneFromOrder",
            "OrderDetailList ->> OrderDetail by OrderId",
            "OrderList ->> Order by CloneFromOrder",
        ]
    );
}

#[test]
fn two_ways_to_one_department_are_told_apart() {
    let report = model_of(northwind());
    assert_eq!(
        described(report.resource("Department")),
        [
            "Department -> Department by DepartmentId",
            "DepartmentList ->> Department by DepartmentId",
            "OnLoanEmployeeList ->> Employee by OnLoanDepartmentId",
            "WorksForEmployeeList ->> Employee by WorksForDepartmentId",
        ]
    );
    assert_eq!(
        described(report.resource("Employee")),
        [
            "Employee -> Employee by ReportsTo",
            "WorksForDepartment -> Department by WorksForDepartmentId",
            "OnLoanDepartment -> Department by OnLoanDepartmentId",
            "Union -> Union by UnionId",
            "EmployeeList ->> Employee by ReportsTo",
            "EmployeeTerritoryList ->> EmployeeTerritory by EmployeeId",
            "OrderList ->> Order by EmployeeId",
        ]
    );
}

#[test]
fn a_two_part_key_is_compared_in_its_own_order() {
    let report = model_of(northwind());
    let order = report.resource("Order");
    let location = order
        .relationships
        .iter()
        .find(|relationship| relationship.name == "Location")
        .unwrap();
    assert_eq!(location.target_attributes, report.resource("Location").key);
    assert_eq!(location.attributes, ["Country", "City"]);
    assert_eq!(location.inverse.as_deref(), Some("OrderList"));
}

#[test]
fn rows_are_recognized_by_their_name() {
    let report = model_of(northwind());
    let user_key = |kind: &str| report.resource(kind).user_key.as_str();
    assert_eq!(user_key("Customer"), "CompanyName");
    // Rather than its `Description`.
    assert_eq!(user_key("Category"), "CategoryName");
    assert_eq!(user_key("Employee"), "LastName");
    assert_eq!(user_key("Order"), "ShipName");
    assert_eq!(user_key("Union"), "Name");
    assert_eq!(user_key("Territory"), "TerritoryDescription");
    assert_eq!(user_key("OrderDetail"), "Id");
    // By the two that it links, rather than by a number.
    let links = |kind: &str| report.resource(kind).links.join(", ");
    assert_eq!(links("OrderDetail"), "OrderId, ProductId");
    assert_eq!(links("EmployeeTerritory"), "EmployeeId, TerritoryId");
    assert_eq!(links("Order"), "");
}

#[test]
fn nothing_is_special_about_it() {
    assert_eq!(model_of(northwind()).notes, []);
}

#[test]
fn the_order_of_the_catalog_does_not_matter() {
    let straight = model_of(northwind());
    let mut reversed = northwind();
    reversed.reverse();
    for table in &mut reversed {
        table.foreign_keys.reverse();
        table.indexes.reverse();
    }
    assert_eq!(model_of(reversed), straight);
}
