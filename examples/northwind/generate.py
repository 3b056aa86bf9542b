#!/usr/bin/env python3
"""Prints the rows of the Northwind sample: `python3 generate.py > data.sql`.

What people know by heart (companies, products, prices, the orders of ALFKI) is in `facts/`; the
other orders are drawn. Whatever a rule derives is derived here too, by plain addition.
"""

import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from sample_data import Draw, Script, cents, folder_of, money  # noqa: E402

# The sample's present: what would be shipped later has not been shipped yet.
TODAY = date(2014, 5, 6)
FIRST_ORDER, LAST_ORDER = 10248, 11077
# From this day on products cost what they cost now; an order keeps the price of its day.
PRICES_ROSE = date(2013, 4, 1)
DISCONTINUED_ON = date(2013, 7, 1)
# How many order details there are before an order, so that 10643 begins with detail 1040, as ever.
DETAILS_BEFORE = {10643: 1039, LAST_ORDER + 1: 2155}
# Being put together: not ready, no shipper and no place yet. The first has no item either.
EMPTY_DRAFT = 11076
DRAFTS = {11019, 11045, 11058, 11070, EMPTY_DRAFT}
ORDERS_TAKEN = {1: 123, 2: 96, 3: 127, 4: 156, 5: 42, 6: 67, 7: 72, 8: 104, 9: 43, None: 20}
LIMITS = {"ALFKI": 2300_00, "ANATR": 2000_00}
QUANTITIES = [2, 3, 4, 5, 6, 8, 10, 10, 12, 14, 15, 15, 16, 18, 20, 20, 20, 21, 24, 25, 28, 30, 30, 35, 40, 50, 60]

draw = Draw(seed=10248)


def days_of_orders(known):
    """Each order's day: known for some, evenly spread between these for the others."""
    days = {}
    for (start, first), (end, last) in zip(known, known[1:]):
        for order in range(start, end + 1):
            days[order] = first + (last - first) * (order - start) // (end - start)
    return days


def numbers_of_items(known):
    """How many items each order has: drawn, then made to add up to `DETAILS_BEFORE`."""
    numbers = {}
    for end, details_before in sorted(DETAILS_BEFORE.items()):
        orders = range(FIRST_ORDER + len(numbers), end)
        drawn = [order for order in orders if order not in known and order != EMPTY_DRAFT]
        for order in orders:
            numbers[order] = len(known[order]) if order in known else 0
        for order in drawn:
            numbers[order] = draw.weighted({1: 20, 2: 35, 3: 27, 4: 12, 5: 6})
        while (missing := details_before - sum(numbers.values())) != 0:
            order = draw.pick(drawn)
            if missing > 0:
                numbers[order] += 1
            elif numbers[order] > 1:
                numbers[order] -= 1
    return numbers


def price_on(day, product):
    """What a product cost on a day, in cents: earlier a fifth less, in whole tens of cents."""
    price = cents(product["UnitPrice"])
    return price if day >= PRICES_ROSE else (price * 8 + 50) // 100 * 10


def draw_items(number, day, products):
    """`number` different products with a quantity each, among those one could buy on that day."""
    on_sale = {
        key: int(product["Weight"])
        for key, product in products.items()
        if day < DISCONTINUED_ON or product["Discontinued"] == "FALSE"
    }
    items = {}
    while len(items) < number:
        items[draw.weighted(on_sale)] = draw.pick(QUANTITIES)
    return items


def draw_shipped(day):
    """Most orders leave within two weeks, some wait for a delivery."""
    shipped = day + timedelta(2 + draw.below(12) if draw.below(100) < 85 else 15 + draw.below(25))
    return shipped if shipped <= TODAY else None


def make_orders(script, customers, products):
    """The rows of `Order` and of `OrderDetail`."""
    known = {int(row["Id"]): row for row in script.facts("orders")}
    known_items = {
        order: {key: int(quantity) for key, quantity in (item.split("x") for item in row["Items"].split())}
        for order, row in known.items()
    }
    days = days_of_orders([(order, date.fromisoformat(row["OrderDate"])) for order, row in known.items()])
    numbers = numbers_of_items(known_items)
    buyers = {key: int(customer["Weight"]) for key, customer in customers.items()}
    orders, details = [], []
    for order in range(FIRST_ORDER, LAST_ORDER + 1):
        day, fact, ready = days[order], known.get(order), order not in DRAFTS
        items = known_items[order] if fact else draw_items(numbers[order], day, products)
        prices = {key: price_on(day, products[key]) for key in items}
        total = sum(prices[key] * quantity for key, quantity in items.items())
        customer = customers[fact["CustomerId"] if fact else draw.weighted(buyers)]
        shipped = (fact["ShippedDate"] if fact else draw_shipped(day)) if ready else None
        orders.append(
            {
                "Id": order,
                "CustomerId": customer["Id"],
                "EmployeeId": fact["EmployeeId"] if fact else draw.weighted(ORDERS_TAKEN),
                "OrderDate": day,
                "RequiredDate": day + timedelta(draw.weighted({14: 1, 28: 8, 42: 1})),
                "ShippedDate": shipped,
                "ShipVia": (fact["ShipVia"] if fact else 1 + draw.below(3)) if ready else None,
                "Freight": fact["Freight"] if fact else money(total * (2 + draw.below(9)) // 100 + draw.below(500)),
                "ShipName": customer["CompanyName"],
                "ShipAddress": customer["Address"],
                "ShipCity": customer["City"],
                "ShipRegion": customer["Region"],
                "ShipPostalCode": customer["PostalCode"],
                "ShipCountry": customer["Country"],
                "AmountTotal": money(total),
                "Country": customer["Country"] if ready else None,
                "City": customer["City"] if ready else None,
                "Ready": ready,
                "OrderDetailCount": len(items),
                "CloneFromOrder": fact["CloneFromOrder"] if fact else None,
            }
        )
        for key, quantity in items.items():
            details.append(
                {
                    "Id": len(details) + 1,
                    "OrderId": order,
                    "ProductId": key,
                    "UnitPrice": money(prices[key]),
                    "Quantity": quantity,
                    "Discount": "0.00",
                    "Amount": money(prices[key] * quantity),
                    "ShippedDate": shipped,
                }
            )
    return orders, details


def credit_limit(customer, balance):
    """A round number with room above the balance."""
    drawn = draw.pick([1000_00, 1500_00, 2000_00, 2500_00, 3000_00, 5000_00])
    return LIMITS.get(customer, max(drawn, -(-balance * 6 // 5) // 100_00 * 100_00 + 100_00))


def derive_customers(customers, orders):
    """Balance, limit and counts of each customer, from the orders."""
    balances, taken, unpaid = defaultdict(int), Counter(), Counter()
    for order in orders:
        taken[order["CustomerId"]] += 1
        if order["ShippedDate"] is None:
            unpaid[order["CustomerId"]] += 1
            balances[order["CustomerId"]] += cents(order["AmountTotal"])
    for key, customer in customers.items():
        client = customer.pop("Client_id")
        del customer["Weight"]
        customer["Balance"] = money(balances[key])
        customer["CreditLimit"] = money(credit_limit(key, balances[key]))
        customer["OrderCount"] = taken[key]
        customer["UnpaidOrderCount"] = unpaid[key]
        customer["Client_id"] = client


def derive_products(products, details):
    """Stock of each product: what is there is known, what was shipped follows from the orders."""
    shipped = Counter()
    for detail in details:
        if detail["ShippedDate"] is not None:
            shipped[detail["ProductId"]] += detail["Quantity"]
    for key, product in products.items():
        del product["Weight"]
        product["UnitsShipped"] = shipped[key]
        product["UnitsReceived"] = int(product["UnitsInStock"]) + shipped[key]


def main():
    script = Script(folder_of(__file__))
    countries = {row["Country"]: row for row in script.facts("countries")}
    customers = {row["Id"]: row for row in script.facts("customers")}
    products = {row["Id"]: row for row in script.facts("products")}
    suppliers = script.facts("suppliers")
    for customer in customers.values():
        customer.update(countries[customer["Country"]])
    for supplier in suppliers:
        supplier["Region"] = countries[supplier["Country"]]["Region"]

    orders, details = make_orders(script, customers, products)
    derive_customers(customers, orders)
    derive_products(products, details)

    notes = {(row["country"], row["city"]): row["notes"] for row in script.facts("location_notes")}
    places = sorted({(customer["Country"], customer["City"]) for customer in customers.values()})
    territories = script.facts("territories")
    assignments = sorted(
        (int(employee), territory["Id"])
        for territory in territories
        for employee in (territory.pop("EmployeeIds") or "").split()
    )

    script.insert("SampleDBVersion", script.facts("sample_versions"))
    script.insert("Region", script.facts("regions"))
    script.insert("Territory", territories)
    script.insert("Department", script.facts("departments"))
    script.insert("Union", script.facts("unions"))
    script.insert("Employee", script.facts("employees"))
    script.insert("EmployeeAudit", script.facts("employee_audits"))
    script.insert(
        "EmployeeTerritory",
        [
            {"Id": number, "EmployeeId": employee, "TerritoryId": territory}
            for number, (employee, territory) in enumerate(assignments, start=1)
        ],
    )
    script.insert("CustomerDemographic", script.facts("customer_demographics"))
    script.insert("Customer", list(customers.values()))
    script.insert(
        "Location",
        [{"country": country, "city": city, "notes": notes.get((country, city))} for country, city in places],
    )
    script.insert("Shipper", script.facts("shippers"))
    script.insert("Supplier", suppliers)
    script.insert("Category", script.facts("categories"))
    script.insert("Product", list(products.values()))
    script.insert("Order", orders)
    script.insert("OrderDetail", details)


if __name__ == "__main__":
    main()
