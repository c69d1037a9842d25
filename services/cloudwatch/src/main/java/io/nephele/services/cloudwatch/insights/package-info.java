/** Contributor Insights: who contributes most to what log events tell. */
package io.nephele.services.cloudwatch.insights;
