/** How many calls callers may make: AWS's request rates and throttling. */
package io.nephele.core.quotas;
