package io.nephele.services.s3.configuration;

import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import io.nephele.model.View;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.buckets.Configurations.Kind;
import java.util.function.Function;
import java.util.function.Supplier;

/** Documents of a kind of which a bucket has at most one. */
public final class Document<V extends View> {
  private final S3World s3;
  private final Kind kind;
  private final Supplier<V> empty;
  private final Function<Struct, V> view;

  /** Documents of the buckets of a world. */
  public Document(S3World s3, Kind kind, Supplier<V> empty, Function<Struct, V> view) {
    this.s3 = s3;
    this.kind = kind;
    this.empty = empty;
    this.view = view;
  }

  /** The document of a bucket, or null. */
  public V find(String bucket, Call call) {
    return s3.read(reader -> find(reader, s3.bucket(reader, bucket, call)));
  }

  /** As the other, of a bucket that is known. */
  public V find(Reader reader, Bucket bucket) {
    if (!bucket.has(kind)) {
      return null;
    }
    Struct stored = s3.configurations().get(reader, bucket, kind, empty.get().struct().shape());
    return stored == null ? null : view.apply(stored);
  }

  /** Stores a document. */
  public Unit put(String bucket, V document, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket current = s3.bucket(transaction, bucket, call);
              s3.configurations().put(transaction, current, kind, document.struct());
              return null;
            });
    return S3World.done(call);
  }

  /** Removes the document, if there is one. */
  public Unit delete(String bucket, Call call) {
    s3.world()
        .store()
        .write(
            transaction -> {
              Bucket current = s3.bucket(transaction, bucket, call);
              s3.configurations().delete(transaction, current, kind);
              return null;
            });
    return S3World.done(call);
  }
}
