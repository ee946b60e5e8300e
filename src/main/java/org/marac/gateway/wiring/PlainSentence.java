package org.marac.gateway.wiring;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.storage.StorageUnavailable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Why did it not start? In a sentence and not in a stack trace. Of a setting nobody knows only the name is told: its value
 * may be a password under a misspelt name.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PlainSentence implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnboundConfigurationPropertiesException unbound) {
                return new FailureAnalysis(
                        "There is no setting "
                                + unbound.getUnboundProperties().stream()
                                        .map(property -> property.getName().toString())
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "Correct its name or take it away.",
                        failure);
            }
            if (cause instanceof CannotStart || cause instanceof StorageUnavailable) {
                return new FailureAnalysis(cause.getMessage(), null, failure);
            }
        }
        return null;
    }
}
