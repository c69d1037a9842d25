"""Signatures, ciphertexts, MACs, shared secrets and imported keys of KMS, checked with Python's cryptography."""
import hashlib
import hmac
import os
import shutil
import subprocess

import boto3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

kms = boto3.client("kms")
MESSAGE = b"what is signed"
HASHES = {256: hashes.SHA256(), 384: hashes.SHA384(), 512: hashes.SHA512()}


def new_key(spec, usage, **arguments):
    return kms.create_key(KeySpec=spec, KeyUsage=usage, **arguments)["KeyMetadata"]["KeyId"]


def public_key(key):
    return serialization.load_der_public_key(kms.get_public_key(KeyId=key)["PublicKey"])


def sign(key, algorithm, message, message_type="RAW"):
    return kms.sign(KeyId=key, SigningAlgorithm=algorithm, Message=message, MessageType=message_type)["Signature"]


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except kms.exceptions.ClientError as e:
        assert e.response["Error"]["Code"] == code, e.response
        return
    raise AssertionError("expected " + code)


def verify(key, algorithm, signature, message=MESSAGE):
    return kms.verify(KeyId=key, SigningAlgorithm=algorithm, Message=message, Signature=signature)["SignatureValid"]


# RSA: what KMS signs is verified outside, what is encrypted outside KMS decrypts.
for size in [2048]:
    key = new_key(f"RSA_{size}", "SIGN_VERIFY")
    public = public_key(key)
    assert isinstance(public, rsa.RSAPublicKey) and public.key_size == size
    for bits, algorithm in HASHES.items():
        digest = hashlib.new(f"sha{bits}", MESSAGE).digest()
        pss = padding.PSS(padding.MGF1(algorithm), bits // 8)
        for name, how in ("PKCS1_V1_5", padding.PKCS1v15()), ("PSS", pss):
            kms_name = f"RSASSA_{name}_SHA_{bits}"
            public.verify(sign(key, kms_name, MESSAGE), MESSAGE, how, algorithm)
            public.verify(sign(key, kms_name, digest, "DIGEST"), MESSAGE, how, algorithm)
key = new_key("RSA_2048", "ENCRYPT_DECRYPT")
for bits, algorithm in (1, hashes.SHA1()), (256, hashes.SHA256()):
    oaep = padding.OAEP(padding.MGF1(algorithm), algorithm, None)
    sealed = public_key(key).encrypt(b"secret", oaep)
    assert kms.decrypt(KeyId=key, CiphertextBlob=sealed, EncryptionAlgorithm=f"RSAES_OAEP_SHA_{bits}")["Plaintext"] == b"secret"

# Curves, both ways.
CURVES = {
    "ECC_NIST_P256": (ec.SECP256R1(), 256),
    "ECC_NIST_P384": (ec.SECP384R1(), 384),
    "ECC_NIST_P521": (ec.SECP521R1(), 512),
    "ECC_SECG_P256K1": (ec.SECP256K1(), 256),
}
for spec, (curve, bits) in CURVES.items():
    key = new_key(spec, "SIGN_VERIFY")
    public = public_key(key)
    assert public.curve.name == curve.name
    name = f"ECDSA_SHA_{bits}"
    digest = hashlib.new(f"sha{bits}", MESSAGE).digest()
    public.verify(sign(key, name, MESSAGE), MESSAGE, ec.ECDSA(HASHES[bits]))
    public.verify(sign(key, name, digest, "DIGEST"), MESSAGE, ec.ECDSA(HASHES[bits]))
    try:
        public.verify(sign(key, name, b"other"), MESSAGE, ec.ECDSA(HASHES[bits]))
        raise AssertionError("verified")
    except InvalidSignature:
        pass
    # Signatures with zeros, or beyond the order of the curve, are none.
    for r, s in (0, 0), (1, 0), (0, 1), (1 << (bits + 8), 1):
        refused("KMSInvalidSignatureException", verify, key=key, algorithm=name, signature=utils.encode_dss_signature(r, s))
    refused("KMSInvalidSignatureException", verify, key=key, algorithm=name, signature=b"\x30\x00")
key = new_key("ECC_NIST_EDWARDS25519", "SIGN_VERIFY")
assert isinstance(public_key(key), ed25519.Ed25519PublicKey)
public_key(key).verify(sign(key, "ED25519_SHA_512", MESSAGE), MESSAGE)
refused("KMSInvalidSignatureException", verify, key=key, algorithm="ED25519_SHA_512", signature=bytes(64))

# ML-DSA, where cryptography and its OpenSSL have it.
try:
    from cryptography.hazmat.primitives.asymmetric import mldsa
except ImportError:
    mldsa = None
for size in (44, 65, 87) if mldsa else ():
    key = new_key(f"ML_DSA_{size}", "SIGN_VERIFY")
    public_key(key).verify(sign(key, "ML_DSA_SHAKE_256", MESSAGE), MESSAGE)

# SM2 in China, with the openssl command.
china = boto3.client("kms", region_name="cn-north-1")
if shutil.which("openssl"):
    with open("message", "wb") as file:
        file.write(MESSAGE)

    def sm2(usage):
        made = china.create_key(KeySpec="SM2", KeyUsage=usage)["KeyMetadata"]["KeyId"]
        with open("public.der", "wb") as out:
            out.write(china.get_public_key(KeyId=made)["PublicKey"])
        return made

    def openssl(*arguments):
        line = ["openssl", "pkeyutl", "-pubin", "-keyform", "DER", "-inkey", "public.der", "-in", "message", *arguments]
        return subprocess.run(line, check=True, capture_output=True).stdout

    key = sm2("SIGN_VERIFY")
    with open("signature", "wb") as file:
        file.write(china.sign(KeyId=key, SigningAlgorithm="SM2DSA", Message=MESSAGE)["Signature"])
    openssl("-verify", "-rawin", "-digest", "sm3", "-sigfile", "signature", "-pkeyopt", "distid:1234567812345678")
    key = sm2("ENCRYPT_DECRYPT")
    sealed = openssl("-encrypt")
    assert china.decrypt(KeyId=key, CiphertextBlob=sealed, EncryptionAlgorithm="SM2PKE")["Plaintext"] == MESSAGE

# Shared secrets.
for spec, (curve, _) in list(CURVES.items())[:3]:
    key = new_key(spec, "KEY_AGREEMENT")
    own = ec.generate_private_key(curve)
    encoded = own.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    derived = kms.derive_shared_secret(KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=encoded)["SharedSecret"]
    assert derived == own.exchange(ec.ECDH(), public_key(key))

# Data key pairs.
symmetric = kms.create_key()["KeyMetadata"]["KeyId"]
for spec in "RSA_2048", "ECC_NIST_P384", "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519":
    pair = kms.generate_data_key_pair(KeyId=symmetric, KeyPairSpec=spec)
    private = serialization.load_der_private_key(pair["PrivateKeyPlaintext"], None)
    public = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert public == pair["PublicKey"], spec
    assert kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])["Plaintext"] == pair["PrivateKeyPlaintext"]


# Imported keys do what they do outside.
def import_key(key, material):
    given = kms.get_parameters_for_import(KeyId=key, WrappingAlgorithm="RSA_AES_KEY_WRAP_SHA_256", WrappingKeySpec="RSA_2048")
    aes = os.urandom(32)
    wrapping = serialization.load_der_public_key(given["PublicKey"])
    wrapped = wrapping.encrypt(aes, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None))
    wrapped += keywrap.aes_key_wrap_with_padding(aes, material)
    kms.import_key_material(
        KeyId=key, ImportToken=given["ImportToken"], EncryptedKeyMaterial=wrapped, ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE"
    )


# The message is that of RFC 4231; its keys are not as long as KMS wants them.
for bits, length in (224, 28), (256, 32), (384, 48), (512, 64):
    material = bytes(range(length))
    key = new_key(f"HMAC_{bits}", "GENERATE_VERIFY_MAC", Origin="EXTERNAL")
    import_key(key, material)
    mac = kms.generate_mac(KeyId=key, MacAlgorithm=f"HMAC_SHA_{bits}", Message=b"what do ya want for nothing?")["Mac"]
    assert mac == hmac.digest(material, b"what do ya want for nothing?", f"sha{bits}")
    truncated = dict(KeyId=key, MacAlgorithm=f"HMAC_SHA_{bits}", Message=b"what do ya want for nothing?", Mac=mac[:16])
    refused("KMSInvalidMacException", kms.verify_mac, **truncated)
for spec, own in ("RSA_2048", rsa.generate_private_key(65537, 2048)), ("ECC_SECG_P256K1", ec.generate_private_key(ec.SECP256K1())):
    key = new_key(spec, "SIGN_VERIFY", Origin="EXTERNAL")
    import_key(key, own.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    assert public_key(key).public_numbers() == own.public_key().public_numbers()
    if spec == "RSA_2048":
        outside = own.sign(MESSAGE, padding.PKCS1v15(), hashes.SHA256())
        assert sign(key, "RSASSA_PKCS1_V1_5_SHA_256", MESSAGE) == outside, "such signatures have no randomness"
    else:
        assert verify(key, "ECDSA_SHA_256", own.sign(MESSAGE, ec.ECDSA(hashes.SHA256())))

print("all well")
