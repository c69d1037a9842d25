package io.nephele.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommitLogTest {
  private final CommitLog log = new CommitLog();

  @Test
  void knowsWhichOfItsCommitsChangedAKey() {
    for (long version = 1; version <= 3000; version++) {
      log.add(version, batch(version, version));
      ReadSet reads = reads(version - 10);
      assertThat(log.changedSince(version - 1, reads)).isFalse();
      if (version > 10) {
        assertThat(log.changedSince(version - 10, reads)).isFalse();
        assertThat(log.changedSince(version - 11, reads)).isTrue();
      }
    }
  }

  @Test
  void forgetsTheOldestCommits() {
    for (long version = 1; version <= 1024; version++) {
      log.add(version, batch(version, version));
      assertThat(log.reachesBackTo(0)).isTrue();
    }
    log.add(1025, batch(1025, 1025));
    assertThat(log.reachesBackTo(0)).isFalse();
    assertThat(log.reachesBackTo(1)).isTrue();
    assertThat(log.changedSince(1, reads(2))).isTrue();
    assertThat(log.changedSince(2, reads(2))).isFalse();
  }

  @Test
  void forgetsManyForOneOfManyKeys() {
    for (long version = 1; version <= 10; version++) {
      log.add(version, batch(version, version));
    }
    log.add(11, batch(100, 16_478)); // 16,379 keys
    assertThat(log.reachesBackTo(4)).isFalse();
    assertThat(log.reachesBackTo(5)).isTrue();
    assertThat(log.changedSince(5, reads(6))).isTrue();
    assertThat(log.changedSince(6, reads(6))).isFalse();
    log.add(12, batch(1, 20_000)); // more than it keeps at all
    assertThat(log.reachesBackTo(11)).isFalse();
    assertThat(log.reachesBackTo(12)).isTrue();
    log.add(13, batch(13, 13));
    assertThat(log.reachesBackTo(12)).isTrue();
    assertThat(log.changedSince(12, reads(13))).isTrue();
    assertThat(log.changedSince(13, reads(13))).isFalse();
  }

  private static ReadSet reads(long number) {
    ReadSet reads = new ReadSet();
    reads.add(Key.EMPTY.with(number).encoded());
    return reads;
  }

  private static Batch batch(long first, long last) {
    byte[][] keys =
        LongStream.rangeClosed(first, last)
            .mapToObj(number -> Key.EMPTY.with(number).encoded())
            .toArray(byte[][]::new);
    return new Batch(List.of(), keys, keys);
  }
}
