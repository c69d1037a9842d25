/** Who may do what with buckets and objects. */
package io.nephele.services.s3.access;
