package org.marac.gateway.format;

import java.util.Set;
import net.sf.saxon.lib.EnvironmentVariableResolver;
import net.sf.saxon.lib.Feature;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.trans.XPathException;
import org.jspecify.annotations.Nullable;

/**
 * The XSLT processor, locked: a stylesheet turns the document it is given into its result and reaches nothing else, neither
 * files nor the network nor Java nor the environment.
 */
final class Saxon {
    /** Safe to share between threads once it is made. */
    static final Processor PROCESSOR = locked();

    private Saxon() {}

    private static Processor locked() {
        Processor processor = new Processor(false);
        processor.setConfigurationProperty(Feature.ALLOW_EXTERNAL_FUNCTIONS, false);
        processor.setConfigurationProperty(Feature.ALLOWED_PROTOCOLS, "");
        processor.setConfigurationProperty(Feature.DISABLE_XSL_EVALUATE, true);
        processor.setConfigurationProperty(Feature.XINCLUDE, false);
        processor.setConfigurationProperty(Feature.EXPAND_ATTRIBUTE_DEFAULTS, false);
        var configuration = processor.getUnderlyingConfiguration();
        configuration.setResourceResolver(request -> {
            throw new XPathException("Nothing is read from outside");
        });
        configuration.setUnparsedTextURIResolver((uri, encoding, config, stable) -> {
            throw new XPathException("Nothing is read from outside");
        });
        configuration.setCollectionFinder((context, uri) -> {
            throw new XPathException("Nothing is read from outside");
        });
        processor.setConfigurationProperty(Feature.ENVIRONMENT_VARIABLE_RESOLVER, new NoEnvironment());
        return processor;
    }

    /** There are no environment variables. */
    private static final class NoEnvironment implements EnvironmentVariableResolver {
        @Override
        public Set<String> getAvailableEnvironmentVariables() {
            return Set.of();
        }

        @Override
        public @Nullable String getEnvironmentVariable(String name) {
            return null;
        }
    }
}
