package io.nephele.stores.rocks;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is set up: for a laptop, where memory and quick starts count. */
final class RocksOptions implements AutoCloseable {
  private static final long MEMTABLE_BYTES = 16 << 20;
  private static final int MEMTABLES = 3;
  private static final long CACHE_BYTES = 16 << 20;
  private static final long LOG_BYTES = 48 << 20;
  private static final long FILE_BYTES = 32 << 20;
  private static final int OPEN_FILES = 256;
  private static final int BLOCK_BYTES = 8 << 10;
  private static final int BLOOM_BITS = 10;

  private final List<AutoCloseable> owned = new ArrayList<>();
  private final Options options;

  /**
   * @param strict whether what is read when opening is brought to the disk at once
   */
  RocksOptions(boolean strict) {
    Cache cache = own(new LRUCache(CACHE_BYTES));
    BlockBasedTableConfig tables =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setBlockSize(BLOCK_BYTES)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFilterPolicy(own(new BloomFilter(BLOOM_BITS)));
    options =
        own(new Options())
            .setCreateIfMissing(true)
            .setTableFormatConfig(tables)
            .setWriteBufferSize(MEMTABLE_BYTES)
            .setMaxWriteBufferNumber(MEMTABLES)
            .setMaxTotalWalSize(LOG_BYTES)
            .setTargetFileSizeBase(FILE_BYTES)
            .setLevelCompactionDynamicLevelBytes(true)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setMaxBackgroundJobs(2)
            // What the log has after its first damage is dropped: it was never acknowledged.
            .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
            .setAvoidFlushDuringRecovery(!strict)
            // Quick starts: nothing is looked at that is not asked for.
            .setMaxOpenFiles(OPEN_FILES)
            .setSkipStatsUpdateOnDbOpen(true)
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0)
            // RocksDB's own notes, which grow otherwise.
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setMaxLogFileSize(1 << 20)
            .setKeepLogFileNum(2);
  }

  private <T extends AutoCloseable> T own(T made) {
    owned.add(made);
    return made;
  }

  Options options() {
    return options;
  }

  @Override
  public void close() {
    for (AutoCloseable each : owned.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
