/** What services count by contributor, for the rules of CloudWatch Contributor Insights. */
package io.nephele.core.insights;
