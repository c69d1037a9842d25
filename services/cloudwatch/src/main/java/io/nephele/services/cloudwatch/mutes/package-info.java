/** Rules that keep alarms from acting at certain times. */
package io.nephele.services.cloudwatch.mutes;
