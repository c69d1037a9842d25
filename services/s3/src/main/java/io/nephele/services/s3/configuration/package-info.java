/** What is configured of buckets: tags, CORS, websites, logging, reports ... */
package io.nephele.services.s3.configuration;
