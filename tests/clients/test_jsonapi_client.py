"""jsonapi-client: <https://github.com/qvantel/jsonapi-client>, which checks each document by the schema of JSON:API."""

import pytest
from jsonapi_client import Filter, Inclusion, Modifier, ResourceTuple, Session
from jsonapi_client.exceptions import DocumentError

SCHEMAS = {
    "Region": {"properties": {"RegionDescription": {"type": ["string", "null"]}}},
    "Territory": {
        "properties": {
            "Id": {"type": "string"},
            "TerritoryDescription": {"type": "string"},
            "Region": {"relation": "to-one", "resource": ["Region"]},
        }
    },
}


@pytest.fixture
def session(api):
    # It reads a document of each answer, also of the one to a deletion, which has one if it is asked for its effects.
    session = Session(api, schema=SCHEMAS, request_kwargs={"headers": {"Prefer": "return=effects"}})
    yield session
    session.close()


def test_lists(session):
    document = session.get("Region")
    assert [region.RegionDescription for region in document.resources] == ["Eastern", "Western", "Northern", "Southern"]
    assert document.meta.total == 4


def test_gets_one_and_what_it_includes(session):
    order = session.get("Order/10643", Inclusion("Customer", "OrderDetailList.Product")).resource
    assert order.Customer.CompanyName == "Alfreds Futterkiste"
    names = sorted(item.Product.ProductName for item in order.OrderDetailList)
    assert names == ["Chartreuse verte", "Rössle Sauerkraut", "Spegesild"]


def test_follows_relationships(session):
    customer = session.get("Customer", "ALFKI").resource
    assert len(customer.OrderList) == 6


def test_filters_and_sorts(session):
    ask = Filter(Country="Germany") + Modifier("sort=-City")
    cities = [customer.City for customer in session.get("Customer", ask).resources]
    assert len(cities) == 11
    assert cities == sorted(cities, reverse=True)
    through = session.get("Order", Filter(Customer__Country="Spain")).resources
    assert len(through) == 30


def test_walks_all_pages(session):
    ids = [territory.id for territory in session.iterate("Territory", Modifier("page[size]=10"))]
    assert len(ids) == len(set(ids)) == 53


def test_creates_updates_moves_to_another_parent_and_deletes(session):
    territory = session.create("Territory", Id="00007", TerritoryDescription="Basel", Region=ResourceTuple("1", "Region"))
    territory.commit()
    assert territory.id == "00007"
    assert territory.RegionId == 1

    territory.TerritoryDescription = "Bâle"
    territory.commit()
    assert territory.TerritoryDescription == "Bâle"

    territory.relationships.Region.set("2", "Region")
    territory.commit()
    assert territory.Region.RegionDescription == "Western"

    territory.delete()
    territory.commit()
    with pytest.raises(DocumentError) as refused:
        session.get("Territory", "00007")
    assert refused.value.errors["status_code"] == 404


def test_shows_an_error_where_it_is(session):
    region = session.create("Region", RegionDescription=None)
    with pytest.raises(DocumentError) as refused:
        region.commit()
    assert refused.value.errors["status_code"] == 422
