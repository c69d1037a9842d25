package io.nephele.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.World;
import io.nephele.core.blobs.Blob;
import io.nephele.core.blobs.BlobCollector;
import io.nephele.core.blobs.BlobReferences;
import io.nephele.core.blobs.NewBlob;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large values of worlds, where a service finds them. */
class BlobsOfWorldsTest {
  private static final Key OWNER = Key.of("000000000000").with("us-east-1");
  private static final Table<Thing> THINGS = Table.of("test.things", Thing.class);
  private static final BlobReferences REFERENCES = new BlobReferences("test");

  @TempDir private Path folder;

  /** A row with a large value. */
  record Thing(Blob blob) {}

  private Nephele start() {
    return Nephele.builder().store(folder).services(List.of()).start();
  }

  private static void put(World world, byte[] bytes) throws IOException {
    try (NewBlob written = world.blobs().write(new ByteArrayInputStream(bytes))) {
      world
          .store()
          .write(
              transaction -> {
                REFERENCES.retain(transaction, OWNER, written.blob());
                THINGS.put(transaction, OWNER.with("a"), new Thing(written.blob()));
                return null;
              });
    }
  }

  private static byte[] get(World world) throws IOException {
    Thing thing = world.store().read(reader -> THINGS.get(reader, OWNER.with("a")));
    try (InputStream in = world.blobs().open(thing.blob()).open()) {
      return in.readAllBytes();
    }
  }

  @Test
  void lastAndAreSharedByForks() throws IOException {
    byte[] large = new byte[100_000];
    large[99_999] = 1;
    try (Nephele nephele = start()) {
      put(nephele.world(), large);
      nephele.worlds().fork("default", "fork");
      nephele.world().reset("test", null);
      assertThat(nephele.worlds().collectBlobs()).isEqualTo(new BlobCollector.Result(0, 0, 1));
      assertThat(get(nephele.worlds().find("fork"))).isEqualTo(large);
    }
    try (Nephele nephele = start()) {
      assertThat(get(nephele.worlds().find("fork"))).isEqualTo(large);
      nephele.worlds().delete("fork");
      assertThat(nephele.worlds().collectBlobs().deleted()).isZero();
    }
  }
}
