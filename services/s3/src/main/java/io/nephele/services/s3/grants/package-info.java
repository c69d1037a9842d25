/** S3 Access Grants: who may have credentials for which objects, and the credentials. */
package io.nephele.services.s3.grants;
