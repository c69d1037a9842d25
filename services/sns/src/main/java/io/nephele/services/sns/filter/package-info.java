/** Filter policies of subscriptions, in a form that is made once and matched at every message. */
package io.nephele.services.sns.filter;
