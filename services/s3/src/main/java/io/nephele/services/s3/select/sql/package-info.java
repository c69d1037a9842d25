/** The SQL of S3 Select: read from text, and worked out for one row at a time. */
package io.nephele.services.s3.select.sql;
