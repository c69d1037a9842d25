/** Server access logs: what was asked of buckets, delivered as objects. */
package io.nephele.services.s3.logs;
