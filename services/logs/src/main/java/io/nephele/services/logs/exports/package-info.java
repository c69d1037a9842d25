/** Exports of groups to S3. */
package io.nephele.services.logs.exports;
