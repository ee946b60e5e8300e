package org.marac.gateway.intake;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HAPI's server with one operation, {@code $process-message}, and the CapabilityStatement. Whatever else is asked is
 * answered here, by the error table of the NHS Booking and Referral Standard: HAPI's own answers quote the request.
 */
@Interceptor
public final class FhirServer extends RestfulServer {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(FhirServer.class);
    private static final String MESSAGES = "/$process-message";
    private static final Map<String, String> OFFERED = Map.of(MESSAGES, "POST", "/metadata", "GET");
    private static final int OUR_FAULT = 500;

    private final transient FhirDoor door;

    /** @param door the door */
    public FhirServer(FhirDoor door) {
        super(FhirContext.forR4Cached());
        this.door = door;
    }

    @Override
    protected void initialize() {
        setServerConformanceProvider(new FhirCapability());
        registerProvider(door);
        registerInterceptor(this);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        BarsHeaders.of(request).echo(response);
        String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
        String method = OFFERED.get(path);
        if (method == null) {
            FhirAnswer.of(FhirError.NOT_FOUND, "There is nothing at this address.")
                    .write(request, response);
        } else if (!method.equals(request.getMethod())) {
            response.setHeader("Allow", method);
            FhirAnswer.of(FhirError.METHOD_NOT_ALLOWED, "This address does not take this method.")
                    .write(request, response);
        } else {
            super.service(path.equals(MESSAGES) ? new Unread(request) : request, response);
        }
    }

    /** What HAPI found wrong: its own words may quote the request, so ours stand in for them, also in the log. */
    @Hook(Pointcut.SERVER_HANDLE_EXCEPTION)
    public boolean answer(BaseServerResponseException failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (failure.getStatusCode() >= OUR_FAULT) {
            LOG.error("A request could not be answered: {}", failure.getClass().getName());
            FhirAnswer.unavailable().write(request, response);
        } else {
            FhirAnswer.of(FhirError.BAD_REQUEST, "The request cannot be read.").write(request, response);
        }
        return false;
    }

    /** Which program of which version runs here helps nobody but who looks for its faults. */
    @Override
    public void addHeadersToResponse(HttpServletResponse response) {
        // None.
    }

    /** Only the sender's own ids are echoed; HAPI would make one up where none came. */
    @Override
    protected void addRequestIdToResponse(ServletRequestDetails request, String id) {
        // The door has echoed them already.
    }

    /** A request without parameters: looking for them would read a body sent as a form, before the door can. */
    private static final class Unread extends HttpServletRequestWrapper {
        Unread(HttpServletRequest request) {
            super(request);
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Map.of();
        }

        @Override
        public String getQueryString() {
            return "";
        }
    }
}
