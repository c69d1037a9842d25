/** What S3 answers over HTTP beyond calls of its API: preflights of browsers, websites, forms. */
package io.nephele.services.s3.web;
