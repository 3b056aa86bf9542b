#!/bin/sh
# Builds here, copies there, restarts: `devops/deploy.sh user@host`.
# The service must be known there (`devops/systemd.service`), and have its `.env`.
set -eu

host=${1:?"usage: devops/deploy.sh user@host"}
cd "$(dirname "$0")/.."

cargo build --release --locked
# The database there is never overwritten.
rsync --archive --compress --relative \
    ./config.yaml ./admin "$host:/srv/northwind/"
rsync --archive --compress --ignore-existing --relative ./database "$host:/srv/northwind/"
rsync --archive --compress target/release/northwind "$host:/srv/northwind/"
ssh "$host" sudo systemctl restart northwind
