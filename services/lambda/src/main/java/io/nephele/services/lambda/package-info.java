/** AWS Lambda: functions that really run. */
package io.nephele.services.lambda;
