/** AWS CloudTrail: who called what, when and from where. */
package io.nephele.services.cloudtrail;
