/** CloudWatch Logs Insights: queries over groups. */
package io.nephele.services.logs.insights;
