package org.marac.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives route files to Camel, and takes them away again. */
final class RouteLoading {
    private static final Logger LOG = LoggerFactory.getLogger(RouteLoading.class);

    /** For so long a route that is taken away may finish what it works on; the rest goes back where it came from. */
    private static final long PATIENCE_SECONDS = 15;

    private static final int LONGEST_REASON = 300;
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:password|passwd|passphrase|passcode|secret|token|credential|username|key)[A-Za-z]*=)[^&\\s,}\\]]+");

    private final CamelContext camel;
    private final Model model;

    RouteLoading(CamelContext camel) {
        this.camel = camel;
        this.model = ((ModelCamelContext) camel);
    }

    /** It could not be loaded; whatever of it was is still there. */
    static final class NotLoaded extends Exception {
        private static final long serialVersionUID = 1;

        NotLoaded(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /** Loads a file and starts its routes. */
    void load(RouteFile file) throws NotLoaded {
        try {
            // Camel takes everything after the first dot for the kind of file.
            String location = file.name().replace('.', '-') + ".camel.yaml";
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromBytes(location, file.text().getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            // loadRoutes declares Exception; endpoints throw what they like.
            throw new NotLoaded(reason(e), e);
        }
    }

    /** Stops a file's routes, each when it has finished what it works on, and forgets everything the file brought. */
    void unload(RouteFile file) {
        file.plan().routes().forEach(this::unloadRoute);
        for (String id : file.plan().templates().keySet()) {
            RouteTemplateDefinition template = model.getRouteTemplateDefinition(id);
            if (template != null) {
                forget(() -> model.removeRouteTemplateDefinition(template));
            }
        }
        for (String id : file.plan().configurations()) {
            RouteConfigurationDefinition configuration = model.getRouteConfigurationDefinition(id);
            if (configuration != null) {
                forget(() -> model.removeRouteConfiguration(configuration));
            }
        }
    }

    private void unloadRoute(String id) {
        forget(() -> camel.getRouteController().stopRoute(id, PATIENCE_SECONDS, TimeUnit.SECONDS));
        forget(() -> camel.removeRoute(id));
        RouteDefinition definition = model.getRouteDefinition(id);
        if (definition != null) {
            forget(() -> model.removeRouteDefinition(definition));
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void forget(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            // Camel declares Exception; what could not be stopped in order is removed all the same.
            LOG.warn("A route did not end in order: {}", e.getClass().getSimpleName());
        }
    }

    /** Why not, in one line, without what might be a secret. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        String masked = SECRET.matcher(said).replaceAll("$1xxx").replaceAll("\\s+", " ");
        return masked.length() <= LONGEST_REASON ? masked : masked.substring(0, LONGEST_REASON) + "…";
    }
}
