package io.nephele.services.lambda.code;

import io.nephele.api.s3.GetObjectOutput;
import io.nephele.api.s3.GetObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.blobs.NewBlob;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.services.lambda.state.CodePackage;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Takes archives in, from requests or from S3. */
public final class Packages {
  /** So many bytes an archive within a request may have. */
  static final int MOST_ZIPPED = 50 * 1024 * 1024;

  /** So many bytes the files of a function and its layers may have. */
  public static final long MOST_UNZIPPED = 250L * 1024 * 1024;

  /** So many bytes an account's archives may have in a region. */
  public static final long MOST_STORED = 75L * 1024 * 1024 * 1024;

  private static final int PIECE = 64 * 1024;

  private final LambdaWorld lambda;

  /** The archives of a world. */
  public Packages(LambdaWorld lambda) {
    this.lambda = lambda;
  }

  /**
   * The archive that members of a request (ZipFile, S3Bucket, S3Key, S3ObjectVersion) give.
   *
   * @param requestLimit the size in Base64 that the error to who sends more tells
   */
  public NewPackage take(Struct source, int requestLimit, Call call) {
    Bytes zip = (Bytes) source.get("ZipFile");
    String bucket = (String) source.get("S3Bucket");
    String key = (String) source.get("S3Key");
    if (zip != null && (bucket != null || key != null)) {
      throw LambdaErrors.invalid(
          "Please do not provide other FunctionCode parameters when providing a ZipFile.");
    }
    try {
      if (zip != null) {
        if (zip.length() > MOST_ZIPPED) {
          throw AwsException.client(
              "RequestEntityTooLargeException",
              413,
              "Request must be smaller than "
                  + requestLimit
                  + " bytes for the "
                  + call.operation().name()
                  + " operation");
        }
        return take(zip.toStream());
      }
      if (bucket == null || key == null) {
        throw LambdaErrors.invalid("Please provide a source for function code.");
      }
      try (InputStream in = object(bucket, key, (String) source.get("S3ObjectVersion"), call)) {
        return take(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NewPackage take(InputStream in) throws IOException {
    Path file = Files.createTempFile("nephele-lambda", ".zip");
    try {
      MessageDigest digest = sha256();
      long length = copy(new DigestInputStream(in, digest), file);
      if (length == 0) {
        throw LambdaErrors.invalid("Uploaded file must be a non-empty zip");
      }
      long unzipped = unzippedSize(file);
      String sha256 = Base64.getEncoder().encodeToString(digest.digest());
      try (InputStream content = Files.newInputStream(file)) {
        NewBlob written = write(content);
        return new NewPackage(new CodePackage(written.blob(), sha256, unzipped), written);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private NewBlob write(InputStream content) {
    try {
      return lambda.world().blobs().write(content);
    } catch (IOException e) {
      throw LambdaErrors.cannotStore(e);
    }
  }

  /** An archive that is larger than what its files may be is not read to its end. */
  private static long copy(InputStream in, Path file) throws IOException {
    long length = 0;
    byte[] piece = new byte[PIECE];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        length += count;
        if (length > MOST_UNZIPPED) {
          throw tooLarge();
        }
        out.write(piece, 0, count);
      }
    }
    return length;
  }

  private static long unzippedSize(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      long size = 0;
      int files = 0;
      for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        size += Math.max(entry.getSize(), 0);
        files += entry.isDirectory() ? 0 : 1;
        if (size > MOST_UNZIPPED) {
          throw tooLarge();
        }
      }
      if (files == 0) {
        throw LambdaErrors.invalid("Uploaded file must be a non-empty zip");
      }
      return size;
    } catch (ZipException e) {
      throw LambdaErrors.invalid(
          "Could not unzip uploaded file. Please check your file, then try to upload again.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AwsException tooLarge() {
    return LambdaErrors.invalid("Unzipped size must be smaller than " + MOST_UNZIPPED + " bytes");
  }

  private InputStream object(String bucket, String key, String version, Call call)
      throws IOException {
    Origin from = call.origin();
    Origin origin =
        new Origin(
            from.scheme(),
            from.host(),
            from.sourceAddress(),
            from.userAgent(),
            from.referer(),
            List.of(LambdaWorld.PRINCIPAL),
            null);
    try {
      GetObjectOutput object =
          lambda
              .world()
              .call(
                  S3.GetObject,
                  new GetObjectRequest().bucket(bucket).key(key).versionId(version),
                  call.principal(),
                  call.region(),
                  origin);
      return object.body().open();
    } catch (AwsException e) {
      String told = "S3 Error Code: " + e.code() + ". S3 Error Message: " + e.getMessage();
      if (e.status() == 403) {
        throw AwsException.client(
            "AccessDeniedException",
            403,
            "Your access has been denied by S3, please make sure your request credentials have"
                + " permission to GetObject for "
                + bucket
                + '/'
                + key
                + ". "
                + told);
      }
      throw LambdaErrors.invalid("Error occurred while GetObject. " + told);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
