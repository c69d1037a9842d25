/** The record of all calls, as CloudTrail keeps it. */
package io.nephele.core.trail;
