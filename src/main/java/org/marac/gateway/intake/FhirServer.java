package org.marac.gateway.intake;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;

/** HAPI's server with one operation, {@code $process-message}, and the CapabilityStatement. */
public final class FhirServer extends RestfulServer {
    private static final long serialVersionUID = 1;

    private final transient FhirDoor door;

    /** @param door the door */
    public FhirServer(FhirDoor door) {
        super(FhirContext.forR4Cached());
        this.door = door;
    }

    @Override
    protected void initialize() {
        setServerName("MARAC information-sharing gateway");
        setServerVersion("BaRS-shaped, FHIR R4 messaging");
        setImplementationDescription("Takes MARAC referrals as FHIR messages");
        registerProvider(door);
    }
}
