"""Envelope encryption with the AWS Encryption SDK for Python: contexts, several keys, cached data keys, keys that are switched off."""
import aws_encryption_sdk
import boto3
from aws_encryption_sdk.caches.local import LocalCryptoMaterialsCache
from aws_encryption_sdk.exceptions import DecryptKeyError
from aws_encryption_sdk.key_providers.kms import (
    DiscoveryAwsKmsMasterKeyProvider,
    StrictAwsKmsMasterKeyProvider,
)
from aws_encryption_sdk.materials_managers.caching import CachingCryptoMaterialsManager

kms = boto3.client("kms")
client = aws_encryption_sdk.EncryptionSDKClient()
PLAINTEXT = b"a message that is longer than what KMS takes itself " * 1000
CONTEXT = {"department": "tests", "purpose": "envelope"}


def new_key(**arguments):
    return kms.create_key(**arguments)["KeyMetadata"]["Arn"]


def strict(*keys):
    return StrictAwsKmsMasterKeyProvider(key_ids=list(keys))


one, other = new_key(), new_key()

# What was encrypted under one key is decrypted with it, and its context comes back.
ciphertext, _ = client.encrypt(source=PLAINTEXT, key_provider=strict(one), encryption_context=CONTEXT)
assert PLAINTEXT not in ciphertext
decrypted, header = client.decrypt(source=ciphertext, key_provider=strict(one))
assert decrypted == PLAINTEXT
assert CONTEXT.items() <= header.encryption_context.items(), header.encryption_context
assert client.decrypt(source=ciphertext, key_provider=DiscoveryAwsKmsMasterKeyProvider())[0] == PLAINTEXT

# Under two keys, either is enough.
both, _ = client.encrypt(source=PLAINTEXT, key_provider=strict(one, other))
for key in one, other:
    assert client.decrypt(source=both, key_provider=strict(key))[0] == PLAINTEXT

# An alias names the key that encrypts.
kms.create_alias(AliasName="alias/envelopes", TargetKeyId=one)
by_alias, _ = client.encrypt(source=PLAINTEXT, key_provider=strict("arn:aws:kms:us-east-1:000000000000:alias/envelopes"))
assert client.decrypt(source=by_alias, key_provider=strict(one))[0] == PLAINTEXT

# A cached data key serves many messages.
manager = CachingCryptoMaterialsManager(
    master_key_provider=strict(one), cache=LocalCryptoMaterialsCache(10), max_age=600.0, max_messages_encrypted=10
)
cached = [client.encrypt(source=b"%d" % i, materials_manager=manager)[0] for i in range(5)]
assert [client.decrypt(source=c, key_provider=strict(one))[0] for c in cached] == [b"%d" % i for i in range(5)]

# Rotated, the key still decrypts; switched off, it does not; neither does another one.
kms.rotate_key_on_demand(KeyId=one)
assert client.decrypt(source=ciphertext, key_provider=strict(one))[0] == PLAINTEXT


def refused(provider):
    try:
        client.decrypt(source=ciphertext, key_provider=provider)
    except DecryptKeyError:
        return
    raise AssertionError("decrypted")


refused(strict(other))
kms.disable_key(KeyId=one)
refused(strict(one))
assert client.decrypt(source=both, key_provider=strict(one, other))[0] == PLAINTEXT
kms.enable_key(KeyId=one)
assert client.decrypt(source=ciphertext, key_provider=strict(one))[0] == PLAINTEXT

print("all well")
