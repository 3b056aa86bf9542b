"""jsonapi-requests: <https://github.com/socialwifi/jsonapi-requests>, by its object-relational mapper."""

import json

import jsonapi_requests
import pytest
from jsonapi_requests import orm


@pytest.fixture(scope="module")
def northwind(api):
    """The models of an application."""
    mapped = orm.OrmApi.config({"API_ROOT": api, "APPEND_SLASH": False, "TIMEOUT": 20, "RETRIES": 1})

    class Model(orm.ApiModel):
        class Meta:
            api = mapped

    class Region(Model):
        class Meta:
            type = "Region"
            api = mapped

        name = orm.AttributeField("RegionDescription")

    class Territory(Model):
        class Meta:
            type = "Territory"
            api = mapped

        code = orm.AttributeField("Id")
        name = orm.AttributeField("TerritoryDescription")
        region = orm.RelationField("Region")

    class Customer(Model):
        class Meta:
            type = "Customer"
            api = mapped

        city = orm.AttributeField("City")
        country = orm.AttributeField("Country")
        name = orm.AttributeField("CompanyName")

    class Order(Model):
        class Meta:
            type = "Order"
            api = mapped

        total = orm.AttributeField("AmountTotal")
        customer = orm.RelationField("Customer")

    class Namespace:
        pass

    for model in (Region, Territory, Customer, Order):
        setattr(Namespace, model.__name__, model)
    return Namespace


def test_lists(northwind):
    assert [region.name for region in northwind.Region.get_list()] == ["Eastern", "Western", "Northern", "Southern"]


def test_gets_one_and_what_it_includes(northwind, api):
    order = northwind.Order.from_id("10643")
    order.refresh()
    assert order.total == 1086
    assert order.customer.name == "Alfreds Futterkiste"
    orders = northwind.Order.get_list(params={"filter[id]": "10643", "include": "Customer"})
    assert not orders[0].customer.is_stub
    assert orders[0].customer.city == "Berlin"


def test_filters_sorts_pages(northwind):
    ask = {"filter[Country]": "Germany", "sort": "-City", "page[size]": 5, "page[number]": 2}
    cities = [customer.city for customer in northwind.Customer.get_list(params=ask)]
    assert len(cities) == 5
    assert cities == sorted(cities, reverse=True)


def test_creates_updates_moves_to_another_parent_and_deletes(northwind):
    territory = northwind.Territory()
    territory.code = "00006"
    territory.name = "Basel"
    territory.region = northwind.Region.from_id("1")
    territory.save()
    assert territory.id == "00006"

    territory.name = "Bâle"
    territory.save()
    assert northwind.Territory.from_id("00006").name == "Bâle"

    territory.region = northwind.Region.from_id("2")
    territory.save()
    again = northwind.Territory.from_id("00006")
    again.refresh()
    assert again.region.name == "Western"

    territory.delete()
    assert not northwind.Territory.exists("00006")


def test_shows_an_error_where_it_is(northwind):
    region = northwind.Region()
    region.name = None
    with pytest.raises(jsonapi_requests.request_factory.ApiClientError) as refused:
        region.save()
    assert refused.value.status_code == 422
    errors = json.loads(refused.value.content)["errors"]
    assert [error["source"]["pointer"] for error in errors] == ["/data/attributes/RegionDescription"]
