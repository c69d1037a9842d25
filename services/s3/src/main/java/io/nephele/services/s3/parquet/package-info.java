/** Parquet files, which DuckDB reads and writes. */
package io.nephele.services.s3.parquet;
