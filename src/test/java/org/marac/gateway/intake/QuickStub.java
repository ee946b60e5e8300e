package org.marac.gateway.intake;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.component.stub.StubComponent;

/** Stands where the broker would be, and ends at once: of itself Camel's stub looks a second long whether a message comes. */
final class QuickStub extends StubComponent {
    private static final int LOOK_MS = 10;

    @Override
    protected void setProperties(Endpoint endpoint, Map<String, Object> parameters) throws Exception {
        super.setProperties(endpoint, parameters);
        ((SedaEndpoint) endpoint).setPollTimeout(LOOK_MS);
    }
}
