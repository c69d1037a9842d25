/**
 * S3 Select: queries of one object. Rows come from CSV, JSON or Parquet, our own small interpreter
 * works the query out for each as it comes, and what it tells is sent as events. No text of a
 * caller ever reaches a database engine.
 */
package io.nephele.services.s3.select;
