/** What CloudWatch's resources have alike: names, definitions and tags. */
package io.nephele.services.cloudwatch.resources;
