package io.nephele.services.iam;

import io.nephele.api.iam.CreateSAMLProviderRequest;
import io.nephele.api.iam.CreateSAMLProviderResponse;
import io.nephele.api.iam.DeleteSAMLProviderRequest;
import io.nephele.api.iam.EntityAlreadyExistsException;
import io.nephele.api.iam.GetSAMLProviderRequest;
import io.nephele.api.iam.GetSAMLProviderResponse;
import io.nephele.api.iam.LimitExceededException;
import io.nephele.api.iam.ListSAMLProvidersRequest;
import io.nephele.api.iam.ListSAMLProvidersResponse;
import io.nephele.api.iam.NoSuchEntityException;
import io.nephele.api.iam.SAMLPrivateKey;
import io.nephele.api.iam.SAMLProviderListEntry;
import io.nephele.api.iam.UpdateSAMLProviderRequest;
import io.nephele.api.iam.UpdateSAMLProviderResponse;
import io.nephele.core.call.Call;
import io.nephele.core.ids.Ids;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.SamlProvider;
import io.nephele.identity.directory.SamlProvider.SamlPrivateKey;
import io.nephele.identity.pem.PrivateKeys;
import io.nephele.identity.saml.MalformedMetadataException;
import io.nephele.identity.saml.SamlMetadata;
import io.nephele.model.Unit;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations on SAML identity providers. */
final class SamlProviders {
  private static final String TYPE = "saml-provider/";
  private static final String ALLOWED = "Allowed";
  private static final String REQUIRED = "Required";
  private static final int MAX_PROVIDERS = 100;
  private static final int MAX_PRIVATE_KEYS = 2;
  private static final int ID_LENGTH = 16;
  private static final int VALID_YEARS = 100;

  private final IamWorld iam;

  SamlProviders(IamWorld iam) {
    this.iam = iam;
  }

  CreateSAMLProviderResponse create(CreateSAMLProviderRequest in, Call call) {
    checkMetadata(in.samlMetadataDocument());
    Instant now = iam.now();
    List<SamlPrivateKey> keys =
        in.addPrivateKey() == null ? List.of() : List.of(newKey(in.addPrivateKey(), now));
    String mode = in.assertionEncryptionMode() == null ? ALLOWED : in.assertionEncryptionMode();
    checkMode(mode, keys);
    Map<String, String> tags = Tags.of(Tags.Taggable.SAML_PROVIDER, in.tags());
    SamlProvider provider =
        new SamlProvider(
            in.name(),
            IamWorld.arn(call, TYPE + in.name()),
            newId("SAMLSP"),
            in.samlMetadataDocument(),
            now,
            validUntil(now),
            mode,
            keys,
            tags);
    iam.write(
        call,
        transaction -> {
          String account = call.accountId();
          if (iam.directory().samlProviders().get(transaction, account, in.name()) != null) {
            throw new EntityAlreadyExistsException(
                "SAMLProvider already exists with name " + in.name());
          }
          if (iam.directory().samlProviders().all(transaction, account).size() >= MAX_PROVIDERS) {
            throw IamErrors.limit("SAMLProvidersPerAccount", MAX_PROVIDERS);
          }
          iam.directory().samlProviders().put(transaction, account, in.name(), provider);
          return null;
        });
    return new CreateSAMLProviderResponse()
        .samlProviderArn(provider.arn())
        .tags(Tags.listOrNull(tags));
  }

  UpdateSAMLProviderResponse update(UpdateSAMLProviderRequest in, Call call) {
    if (in.samlMetadataDocument() == null
        && in.assertionEncryptionMode() == null
        && in.addPrivateKey() == null
        && in.removePrivateKey() == null) {
      throw IamErrors.validation(
          "Unable to update identity provider. No updates are defined for metadata or encryption"
              + " assertion.");
    }
    if (in.addPrivateKey() != null && in.removePrivateKey() != null) {
      throw IamErrors.validation(
          "Unable to add and remove private keys in the same request. Set a value for only one of"
              + " the two parameters.");
    }
    if (in.samlMetadataDocument() != null) {
      checkMetadata(in.samlMetadataDocument());
    }
    Instant now = iam.now();
    SamlPrivateKey added = in.addPrivateKey() == null ? null : newKey(in.addPrivateKey(), now);
    iam.write(
        call,
        transaction -> {
          SamlProvider known = find(transaction, call, in.samlProviderArn());
          SamlProvider updated = updated(known, in, added, now);
          iam.directory().samlProviders().put(transaction, call.accountId(), known.name(), updated);
          return null;
        });
    return new UpdateSAMLProviderResponse().samlProviderArn(in.samlProviderArn());
  }

  private static SamlProvider updated(
      SamlProvider known, UpdateSAMLProviderRequest in, SamlPrivateKey added, Instant now) {
    List<SamlPrivateKey> keys = new ArrayList<>(known.privateKeys());
    if (added != null) {
      if (keys.size() == MAX_PRIVATE_KEYS) {
        throw new LimitExceededException(
            "Private key limit of " + MAX_PRIVATE_KEYS + " is reached.");
      }
      keys.add(added);
    }
    String mode =
        in.assertionEncryptionMode() == null
            ? known.assertionEncryptionMode()
            : in.assertionEncryptionMode();
    if (in.removePrivateKey() != null) {
      boolean removed = keys.removeIf(key -> key.id().equals(in.removePrivateKey()));
      if (!removed || (mode.equals(REQUIRED) && keys.isEmpty())) {
        throw IamErrors.invalidInput("Failed to remove private key.");
      }
    }
    checkMode(mode, keys);
    boolean newMetadata = in.samlMetadataDocument() != null;
    return new SamlProvider(
        known.name(),
        known.arn(),
        known.uuid(),
        newMetadata ? in.samlMetadataDocument() : known.metadata(),
        known.createdAt(),
        newMetadata ? validUntil(now) : known.validUntil(),
        mode,
        keys,
        known.tags());
  }

  GetSAMLProviderResponse get(GetSAMLProviderRequest in, Call call) {
    SamlProvider provider = iam.read(reader -> find(reader, call, in.samlProviderArn()));
    List<SAMLPrivateKey> keys = new ArrayList<>();
    for (SamlPrivateKey key : provider.privateKeys()) {
      keys.add(new SAMLPrivateKey().keyId(key.id()).timestamp(key.addedAt()));
    }
    return new GetSAMLProviderResponse()
        .samlProviderUUID(provider.uuid())
        .samlMetadataDocument(provider.metadata())
        .createDate(provider.createdAt())
        .validUntil(provider.validUntil())
        .tags(Tags.list(provider.tags()))
        .assertionEncryptionMode(provider.assertionEncryptionMode())
        .privateKeyList(keys);
  }

  ListSAMLProvidersResponse list(ListSAMLProvidersRequest in, Call call) {
    List<SAMLProviderListEntry> entries = new ArrayList<>();
    for (SamlProvider provider :
        iam.read(reader -> iam.directory().samlProviders().all(reader, call.accountId()))) {
      entries.add(
          new SAMLProviderListEntry()
              .arn(provider.arn())
              .validUntil(provider.validUntil())
              .createDate(provider.createdAt()));
    }
    return new ListSAMLProvidersResponse().samlProviderList(entries);
  }

  Unit delete(DeleteSAMLProviderRequest in, Call call) {
    iam.write(
        call,
        transaction -> {
          SamlProvider known = find(transaction, call, in.samlProviderArn());
          iam.directory().samlProviders().delete(transaction, call.accountId(), known.name());
          return null;
        });
    return IamWorld.done(call);
  }

  /** The provider of that ARN; an error to the caller if it is not there. */
  SamlProvider find(Reader reader, Call call, String arn) {
    String prefix = IamWorld.arn(call, TYPE);
    SamlProvider found =
        arn.startsWith(prefix)
            ? iam.directory()
                .samlProviders()
                .get(reader, call.accountId(), arn.substring(prefix.length()))
            : null;
    if (found == null) {
      throw new NoSuchEntityException("Manifest not found for arn " + arn);
    }
    return found;
  }

  private static void checkMetadata(String document) {
    SamlMetadata metadata;
    try {
      metadata = SamlMetadata.parse(document);
    } catch (MalformedMetadataException e) {
      throw IamErrors.invalidInput("Could not parse metadata");
    }
    if (metadata.issuers().isEmpty()) {
      throw IamErrors.invalidInput(
          "SAML Providers must reference at least one SAML assertion issuer.");
    }
  }

  private static void checkMode(String mode, List<SamlPrivateKey> keys) {
    if (mode.equals(REQUIRED) && keys.isEmpty()) {
      throw IamErrors.invalidInput(
          "Failed to set assertion encryption mode to Required because no private key is"
              + " present.");
    }
  }

  private SamlPrivateKey newKey(String pem, Instant now) {
    try {
      PrivateKeys.read(pem);
    } catch (InvalidKeyException e) {
      throw IamErrors.invalidInput("Failed to parse private key.");
    }
    return new SamlPrivateKey(newId("SAMLPK"), pem, now);
  }

  private String newId(String prefix) {
    return prefix + iam.world().ids().text(ID_LENGTH, Ids.CAPITALS);
  }

  private static Instant validUntil(Instant now) {
    return now.atOffset(ZoneOffset.UTC).plusYears(VALID_YEARS).toInstant();
  }
}
