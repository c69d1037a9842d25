package io.nephele.services.s3.configuration;

import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.model.View;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Documents of a kind of which a bucket may have many, each with an id. */
public final class DocumentSet<V extends View> {
  private static final int MOST = 1000;
  private static final int PAGE = 100;
  private static final int LONGEST_ID = 64;
  private static final Also NOTHING = (transaction, bucket) -> {};

  private final S3World s3;
  private final Kind kind;
  private final Supplier<V> empty;
  private final Function<Struct, V> view;

  /** Documents of the buckets of a world. */
  public DocumentSet(S3World s3, Kind kind, Supplier<V> empty, Function<Struct, V> view) {
    this.s3 = s3;
    this.kind = kind;
    this.empty = empty;
    this.view = view;
  }

  /**
   * A page of documents.
   *
   * @param next where the next page begins; null if there is none
   */
  public record Part<V>(List<V> documents, String next) {}

  /** Something else to be done in the transaction that changes a document. */
  @FunctionalInterface
  public interface Also {
    /** Does it. */
    void change(Transaction transaction, Bucket bucket);
  }

  /**
   * Stores a document.
   *
   * @param id as the request names it
   * @param documentId as the document itself names it
   */
  public Unit put(String bucket, String id, String documentId, V document, Call call) {
    return put(bucket, id, documentId, document, NOTHING, call);
  }

  /** As the other, and something else with it. */
  public Unit put(String bucket, String id, String documentId, V document, Also also, Call call) {
    checkId(id);
    if (documentId == null) {
      throw S3Errors.malformedXml();
    }
    if (!documentId.equals(id)) {
      throw AwsException.client(
          "IdMismatch", 400, "Document ID does not match the specified configuration ID.");
    }
    Shape shape = shape();
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket current = s3.bucket(transaction, bucket, call);
              boolean isNew =
                  s3.configurations().get(transaction, current, kind, id, shape) == null;
              if (isNew
                  && s3.configurations().list(transaction, current, kind, null, shape, MOST).size()
                      == MOST) {
                throw AwsException.client(
                    "TooManyConfigurations",
                    400,
                    "You are attempting to create a new configuration but have already reached the"
                        + " 1,000-configuration limit.");
              }
              s3.configurations().put(transaction, current, kind, id, document.struct());
              also.change(transaction, current);
              return null;
            });
    return S3World.done(call);
  }

  /** The document of that id; an error to the caller if it is not there. */
  public V get(String bucket, String id, Call call) {
    checkId(id);
    Struct stored =
        s3.read(
            reader ->
                s3.configurations()
                    .get(reader, s3.bucket(reader, bucket, call), kind, id, shape()));
    if (stored == null) {
      throw missing();
    }
    return view.apply(stored);
  }

  /** Removes a document; an error to the caller if it is not there. */
  public Unit delete(String bucket, String id, Call call) {
    return delete(bucket, id, NOTHING, call);
  }

  /** As the other, and does something else with it. */
  public Unit delete(String bucket, String id, Also also, Call call) {
    checkId(id);
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket current = s3.bucket(transaction, bucket, call);
              if (s3.configurations().get(transaction, current, kind, id, shape()) == null) {
                throw missing();
              }
              s3.configurations().delete(transaction, current, kind, id);
              also.change(transaction, current);
              return null;
            });
    return S3World.done(call);
  }

  /** Lists documents in order of their ids. */
  public Part<V> list(String bucket, String token, Function<V, String> idOf, Call call) {
    String after = token == null ? null : after(token);
    List<Struct> stored =
        s3.read(
            reader ->
                s3.configurations()
                    .list(reader, s3.bucket(reader, bucket, call), kind, after, shape(), PAGE + 1));
    List<V> documents = new ArrayList<>();
    for (Struct document : stored.subList(0, Math.min(PAGE, stored.size()))) {
      documents.add(view.apply(document));
    }
    String next = stored.size() > PAGE ? tokenOf(idOf.apply(documents.getLast())) : null;
    return new Part<>(documents, next);
  }

  private Shape shape() {
    return empty.get().struct().shape();
  }

  private static String tokenOf(String id) {
    return Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  private static String after(String token) {
    try {
      String id = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      if (isId(id)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // not base64
    }
    throw S3Errors.invalidArgument(
        "The continuation token provided is incorrect", "continuation-token", token);
  }

  private static void checkId(String id) {
    if (id == null || !isId(id)) {
      throw S3Errors.invalidArgument("The configuration ID is not valid", "id", id);
    }
  }

  private static boolean isId(String id) {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '.';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  private static AwsException missing() {
    return AwsException.client(
        "NoSuchConfiguration", 404, "The specified configuration does not exist.");
  }
}
