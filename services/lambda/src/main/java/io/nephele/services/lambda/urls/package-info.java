/** Function URLs: functions that are reached by plain HTTP. */
package io.nephele.services.lambda.urls;
