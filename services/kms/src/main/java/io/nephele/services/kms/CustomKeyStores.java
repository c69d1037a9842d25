package io.nephele.services.kms;

import io.nephele.api.kms.CloudHsmClusterNotFoundException;
import io.nephele.api.kms.ConnectCustomKeyStoreRequest;
import io.nephele.api.kms.ConnectCustomKeyStoreResponse;
import io.nephele.api.kms.CreateCustomKeyStoreRequest;
import io.nephele.api.kms.CreateCustomKeyStoreResponse;
import io.nephele.api.kms.CustomKeyStoreNotFoundException;
import io.nephele.api.kms.CustomKeyStoreType;
import io.nephele.api.kms.DeleteCustomKeyStoreRequest;
import io.nephele.api.kms.DeleteCustomKeyStoreResponse;
import io.nephele.api.kms.DescribeCustomKeyStoresRequest;
import io.nephele.api.kms.DescribeCustomKeyStoresResponse;
import io.nephele.api.kms.DisconnectCustomKeyStoreRequest;
import io.nephele.api.kms.DisconnectCustomKeyStoreResponse;
import io.nephele.api.kms.OriginType;
import io.nephele.api.kms.UpdateCustomKeyStoreRequest;
import io.nephele.api.kms.UpdateCustomKeyStoreResponse;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import java.util.List;

/**
 * Custom key stores, of which there are none: there are no CloudHSM clusters here, and external key
 * stores are not implemented, so that none can be created.
 */
final class CustomKeyStores {
  private static final int MAX_LISTED = 1000;

  private CustomKeyStores() {}

  static CreateCustomKeyStoreResponse create(CreateCustomKeyStoreRequest in, Call call) {
    if (CustomKeyStoreType.EXTERNAL_KEY_STORE.equals(in.customKeyStoreType())) {
      throw KmsErrors.unsupported("Nephele does not implement external key stores.");
    }
    if (in.cloudHsmClusterId() == null
        || in.trustAnchorCertificate() == null
        || in.keyStorePassword() == null) {
      throw KmsErrors.validation(
          "CloudHsmClusterId, TrustAnchorCertificate and KeyStorePassword are required for custom"
              + " key stores of type AWS_CLOUDHSM.");
    }
    throw new CloudHsmClusterNotFoundException(
        "CloudHSM cluster " + in.cloudHsmClusterId() + " was not found.");
  }

  static DescribeCustomKeyStoresResponse describe(DescribeCustomKeyStoresRequest in, Call call) {
    Markers.limit(in.limit(), MAX_LISTED, MAX_LISTED);
    Markers.read(in.marker());
    if (in.customKeyStoreId() != null && in.customKeyStoreName() != null) {
      throw KmsErrors.validation(
          "You can specify either CustomKeyStoreId or CustomKeyStoreName, but not both.");
    }
    if (in.customKeyStoreId() != null || in.customKeyStoreName() != null) {
      throw notFound(
          in.customKeyStoreId() == null ? in.customKeyStoreName() : in.customKeyStoreId());
    }
    return new DescribeCustomKeyStoresResponse().customKeyStores(List.of()).truncated(false);
  }

  static ConnectCustomKeyStoreResponse connect(ConnectCustomKeyStoreRequest in, Call call) {
    return none(in.customKeyStoreId());
  }

  static DisconnectCustomKeyStoreResponse disconnect(
      DisconnectCustomKeyStoreRequest in, Call call) {
    return none(in.customKeyStoreId());
  }

  static UpdateCustomKeyStoreResponse update(UpdateCustomKeyStoreRequest in, Call call) {
    return none(in.customKeyStoreId());
  }

  static DeleteCustomKeyStoreResponse delete(DeleteCustomKeyStoreRequest in, Call call) {
    return none(in.customKeyStoreId());
  }

  /** An error to the caller if it names a key store. */
  static void requireNone(String keyStoreId) {
    if (keyStoreId != null) {
      throw notFound(keyStoreId);
    }
  }

  /** An error to the caller if a key is to be made in a key store. */
  static void refuseKeysIn(String keyStoreId, String xksKeyId, String origin) {
    requireNone(keyStoreId);
    boolean inStore =
        origin.equals(OriginType.AWS_CLOUDHSM) || origin.equals(OriginType.EXTERNAL_KEY_STORE);
    if (inStore) {
      throw KmsErrors.validation("CustomKeyStoreId is required for keys of origin " + origin + ".");
    }
    if (xksKeyId != null) {
      throw KmsErrors.validation(
          "XksKeyId can be specified only for keys of origin EXTERNAL_KEY_STORE.");
    }
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // the answer that no handler gets to
  private static <T> T none(String keyStore) {
    requireNone(keyStore);
    throw new IllegalStateException("the model requires a key store");
  }

  private static AwsException notFound(String keyStore) {
    return new CustomKeyStoreNotFoundException("Custom key store " + keyStore + " was not found.");
  }
}
