/** Amazon Simple Notification Service: topics that fan messages out to their subscribers. */
package io.nephele.services.sns;
