"""The stores that tests lean on are real, empty at the start, and can fail."""

import asyncpg
import obstore
import pytest
import redis
from obstore.store import S3Store

from server.settings import read


def test_redis_is_empty_for_each_test_first(redis_url):
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "behind")


def test_redis_is_empty_for_each_test_second(redis_url):
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "behind")


def test_a_redis_of_ones_own_can_be_stopped_and_started_again(own_redis):
    own_redis.stop()
    with redis.Redis.from_url(own_redis.url) as client:
        with pytest.raises(redis.ConnectionError):
            client.ping()
        own_redis.start()
        assert client.ping()


async def test_every_postgres_database_is_new(empty_postgres_url):
    first, second = empty_postgres_url(), empty_postgres_url()
    one = await asyncpg.connect(first)
    await one.execute("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('één')")
    assert await one.fetchval("SELECT text FROM note") == "één"
    await one.close()
    other = await asyncpg.connect(second)
    with pytest.raises(asyncpg.UndefinedTableError):
        await other.fetch("SELECT * FROM note")
    await other.close()


def test_an_s3_bucket_takes_and_gives_bytes(s3_url, tmp_path):
    place = read({"BLOB_URL": s3_url, "SAMEN_DATA": str(tmp_path)}).s3
    assert place is not None
    store = S3Store(
        place.bucket,
        endpoint=place.endpoint,
        region=place.region,
        access_key_id=place.key,
        secret_access_key=place.secret,
        client_options={"allow_http": True},
    )
    obstore.put(store, "a/b", b"bytes")
    assert bytes(obstore.get(store, "a/b").bytes()) == b"bytes"
