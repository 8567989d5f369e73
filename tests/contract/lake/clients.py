"""Unmodified Python clients against the lake: run by python-clients.test.ts, one JSON line per finding."""

import io
import json
import os
import sys
import time

import pandas
import pyarrow.dataset
from adlfs import AzureBlobFileSystem
from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError
from azure.storage.blob import BlobServiceClient
from azure.storage.filedatalake import DataLakeServiceClient

url = os.environ["LAKE_URL"]
folder = os.environ["LAKE_FOLDER"]
closed = os.environ["LAKE_CLOSED"]


class Credential:
    def get_token(self, *scopes, **options):
        return AccessToken(os.environ["LAKE_TOKEN"], int(time.time()) + 3000)


class AsyncCredential(Credential):
    async def get_token(self, *scopes, **options):
        return AccessToken(os.environ["LAKE_TOKEN"], int(time.time()) + 3000)

    async def close(self):
        pass

    async def __aenter__(self):
        return self

    async def __aexit__(self, *details):
        pass


def found(name, value):
    print(json.dumps({"name": name, "value": value}), flush=True)


def refused(name, action):
    try:
        action()
    except HttpResponseError as error:
        found(name, [error.status_code, error.error_code])
    except PermissionError as error:
        found(name, [403, str(error)])
    else:
        found(name, "was not refused")


def datalake():
    system = DataLakeServiceClient(url, Credential()).get_file_system_client("curated")
    file = system.get_file_client(f"{folder}/lake/day one.csv")
    file.upload_data(b"a,b\n1,2\n" * 1000, overwrite=True)
    found("datalake.read", len(file.download_file().readall()))
    found("datalake.range", file.download_file(offset=4, length=4).readall().decode())
    found("datalake.list", [path.name for path in system.get_paths(path=folder)])
    directory = system.get_directory_client(f"{folder}/lake")
    found("datalake.acl", directory.get_access_control()["permissions"])
    moved = file.rename_file(f"curated/{folder}/lake/renamed.csv")
    found("datalake.renamed", moved.get_file_properties().name)
    file = system.get_file_client(f"{folder}/lake/appended.txt")
    file.create_file(metadata={"unit": "kelvin"})
    file.append_data(b"first ", 0)
    file.append_data(b"second", 6)
    file.flush_data(12)
    found("datalake.appended", file.download_file().readall().decode())
    found("datalake.metadata", file.get_file_properties().metadata)
    directory.delete_directory()
    found("datalake.deleted", directory.exists())
    refused("datalake.closed", lambda: list(system.get_paths(path=closed)))


def blob():
    container = BlobServiceClient(url, Credential()).get_container_client("curated")
    client = container.get_blob_client(f"{folder}/blob/one.bin")
    client.upload_blob(b"x" * 100_000, overwrite=True, metadata={"made": "here"})
    found("blob.read", len(client.download_blob().readall()))
    big = container.get_blob_client(f"{folder}/blob/big.bin")
    big._config.max_block_size = 64 * 1024
    big._config.max_single_put_size = 64 * 1024
    content = os.urandom(300_000)
    big.upload_blob(io.BytesIO(content), overwrite=True, max_concurrency=3)
    found("blob.blocks", big.download_blob().readall() == content)
    found("blob.list", [item.name for item in container.list_blobs(name_starts_with=f"{folder}/blob/")])
    found("blob.walk", [item.name for item in container.walk_blobs(name_starts_with=f"{folder}/")])
    found("blob.metadata", client.get_blob_properties().metadata)
    copy = container.get_blob_client(f"{folder}/blob/copied.bin")
    copy.start_copy_from_url(client.url)
    found("blob.copied", [len(copy.download_blob().readall()), copy.get_blob_properties().metadata])
    copy.delete_blob()
    refused("blob.copy-closed", lambda: copy.start_copy_from_url(f"{url}/curated/{closed}/a"))
    client.delete_blob()
    found("blob.deleted", client.exists())
    refused("blob.closed", lambda: container.get_blob_client(f"{closed}/a").upload_blob(b"a"))


def adlfs():
    host = url.removeprefix("https://")
    lake = AzureBlobFileSystem(account_name="lakeportlocal", account_host=host, credential=AsyncCredential())
    frame = pandas.DataFrame({"sensor": ["a", "b"] * 500, "value": range(1000)})
    with lake.open(f"curated/{folder}/frames/one.csv", "wb") as target:
        frame.to_csv(target, index=False)
    with lake.open(f"curated/{folder}/frames/one.csv", "rb") as source:
        found("adlfs.csv", pandas.read_csv(source).equals(frame))
    with lake.open(f"curated/{folder}/parquet/one.parquet", "wb") as target:
        frame.to_parquet(target)
    rows = pyarrow.dataset.dataset(f"curated/{folder}/parquet", filesystem=lake, format="parquet").to_table()
    found("adlfs.parquet", rows.num_rows)
    found("adlfs.ls", sorted(lake.ls(f"curated/{folder}")))
    found("adlfs.find", sorted(lake.find(f"curated/{folder}/frames")))
    found("adlfs.isdir", lake.isdir(f"curated/{folder}/frames"))
    found("adlfs.size", lake.info(f"curated/{folder}/parquet/one.parquet")["size"] > 0)
    lake.mv(f"curated/{folder}/frames/one.csv", f"curated/{folder}/frames/two.csv")
    found("adlfs.moved", sorted(lake.find(f"curated/{folder}/frames")))
    lake.rm(f"curated/{folder}/frames", recursive=True)
    lake.invalidate_cache()
    found("adlfs.removed", lake.exists(f"curated/{folder}/frames/one.csv"))
    refused("adlfs.closed", lambda: lake.cat(f"curated/{closed}/a"))
    options = {"account_name": "lakeportlocal", "account_host": host, "credential": AsyncCredential()}
    frame.to_csv(f"abfs://curated/{folder}/direct.csv", index=False, storage_options=options)
    read = pandas.read_csv(f"abfs://curated/{folder}/direct.csv", storage_options=options)
    found("pandas.abfs", len(read))


for part in sys.argv[1:]:
    {"datalake": datalake, "blob": blob, "adlfs": adlfs}[part]()
