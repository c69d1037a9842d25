package io.nephele.bench.secrets;

/** What is measured: one call each, but for the first encrypted and then decrypted value. */
enum Workload {
  GET_PARAMETER("GetParameter", "ssm", "AmazonSSM.GetParameter"),
  GET_SECRET_VALUE("GetSecretValue", "secretsmanager", "secretsmanager.GetSecretValue"),
  ENCRYPT_DECRYPT("Encrypt and Decrypt of 1 KB", "kms", "TrentService.Encrypt"),
  GENERATE_DATA_KEY("GenerateDataKey", "kms", "TrentService.GenerateDataKey"),
  SIGN_RSA("Sign, RSA-2048", "kms", "TrentService.Sign"),
  SIGN_P256("Sign, P-256", "kms", "TrentService.Sign");

  private final String title;
  private final String service;
  private final String target;

  Workload(String title, String service, String target) {
    this.title = title;
    this.service = service;
    this.target = target;
  }

  String title() {
    return title;
  }

  /** The service that a signature names. */
  String service() {
    return service;
  }

  /** The X-Amz-Target of its (first) call. */
  String target() {
    return target;
  }
}
