#!/usr/bin/env python3
"""Prints the rows of the Chinook sample: `python3 generate.py > data.sql`.

Artists, albums, titles, people are in `facts/`; invoices are drawn, and so are lengths and sizes of
the tracks.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from sample_data import Draw, Script, folder_of, money  # noqa: E402

INVOICES = 412
FIRST_DAY, LAST_DAY = datetime(2021, 1, 1), datetime(2025, 12, 22)
PRICE, VIDEO_PRICE = 99, 199
VIDEO = 3
MEDIA = {1: 80, 2: 10, VIDEO: 4, 4: 3, 5: 3}

draw = Draw(seed=412)


def keys(names):
    """The different names in the order of their first use, each with a number from 1."""
    return {name: number for number, name in enumerate(dict.fromkeys(names), start=1)}


def make_tracks(albums, genres):
    tracks = []
    for album_id, album in enumerate(albums, start=1):
        for name in album["Tracks"].split(" / "):
            media_type, milliseconds = draw.weighted(MEDIA), 120_000 + draw.below(300_000)
            tracks.append(
                {
                    "TrackId": len(tracks) + 1,
                    "Name": name,
                    "AlbumId": album_id,
                    "MediaTypeId": media_type,
                    "GenreId": genres[album["Genre"]],
                    "Composer": album["Composer"],
                    "Milliseconds": milliseconds,
                    "Bytes": milliseconds * (30 + draw.below(5) + 150 * (media_type == VIDEO)),
                    "UnitPrice": money(VIDEO_PRICE if media_type == VIDEO else PRICE),
                }
            )
    return tracks


def make_links(playlists, tracks, genres):
    """Each playlist takes its share, in percent, of the tracks of its genre."""
    return [
        {"PlaylistId": playlist["PlaylistId"], "TrackId": track["TrackId"]}
        for playlist in playlists
        for track in tracks
        if playlist["Genre"] is None or genres[playlist["Genre"]] == track["GenreId"]
        if draw.below(100) < int(playlist["Share"])
    ]


def make_invoices(customers, tracks):
    """The rows of `Invoice` and of `InvoiceLine`: a few tracks each, sometimes a whole evening."""
    invoices, lines = [], []
    for invoice in range(1, INVOICES + 1):
        customer = draw.pick(customers)
        minutes = int((LAST_DAY - FIRST_DAY).total_seconds()) // 60 * (invoice - 1) // (INVOICES - 1)
        bought = {}
        for _ in range(draw.pick([1, 2, 2, 4, 6, 9, 14])):
            track = draw.pick(tracks)
            bought[track["TrackId"]] = track
        for track in bought.values():
            lines.append(
                {
                    "InvoiceLineId": len(lines) + 1,
                    "InvoiceId": invoice,
                    "TrackId": track["TrackId"],
                    "UnitPrice": track["UnitPrice"],
                    "Quantity": 1,
                }
            )
        invoices.append(
            {
                "InvoiceId": invoice,
                "CustomerId": customer["CustomerId"],
                "InvoiceDate": FIRST_DAY + timedelta(minutes=minutes),
                "BillingCity": customer["City"],
                "BillingState": customer["State"],
                "BillingCountry": customer["Country"],
                "BillingPostalCode": customer["PostalCode"],
                "Total": sum(track["UnitPrice"] for track in bought.values()),
            }
        )
    return invoices, lines


def main():
    script = Script(folder_of(__file__))
    albums, customers = script.facts("albums"), script.facts("customers")
    artists = keys(album["Artist"] for album in albums)
    genres = keys(album["Genre"] for album in albums)
    playlists = script.facts("playlists")
    tracks = make_tracks(albums, genres)
    links = make_links(playlists, tracks, genres)
    invoices, lines = make_invoices(customers, tracks)

    script.insert("Artist", [{"ArtistId": number, "Name": name} for name, number in artists.items()])
    script.insert(
        "Album",
        [
            {"AlbumId": number, "Title": album["Title"], "ArtistId": artists[album["Artist"]]}
            for number, album in enumerate(albums, start=1)
        ],
    )
    script.insert("Genre", [{"GenreId": number, "Name": name} for name, number in genres.items()])
    script.insert("MediaType", script.facts("media_types"))
    script.insert("Track", tracks)
    script.insert("Playlist", [{"PlaylistId": row["PlaylistId"], "Name": row["Name"]} for row in playlists])
    script.insert("PlaylistTrack", links)
    script.insert("Employee", script.facts("employees"))
    for customer in customers:
        customer["Email"] = f"customer{customer['CustomerId']}@music.example"
    script.insert("Customer", customers)
    script.insert("Invoice", invoices)
    script.insert("InvoiceLine", lines)


if __name__ == "__main__":
    main()
