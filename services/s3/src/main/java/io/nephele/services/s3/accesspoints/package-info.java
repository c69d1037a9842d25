/** Access points: other names of buckets, each with a policy and a block of public access. */
package io.nephele.services.s3.accesspoints;
