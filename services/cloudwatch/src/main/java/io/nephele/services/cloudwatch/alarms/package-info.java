/** Alarms: how they are defined and evaluated, and what they do. */
package io.nephele.services.cloudwatch.alarms;
