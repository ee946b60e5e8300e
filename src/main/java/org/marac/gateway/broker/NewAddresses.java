package org.marac.gateway.broker;

import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.marac.gateway.model.AgencyId;

/** Makes an agency's addresses on a broker that runs. */
final class NewAddresses {
    private NewAddresses() {}

    /**
     * Makes those that are not there. What covers the agency's messages comes before the queue they are sent to, so that
     * none can lie there in clear.
     *
     * @throws IllegalStateException when they cannot be made; what was made stays, and is found at the next try
     */
    static void on(ActiveMQServer server, AgencyId agency) {
        try {
            for (String name : Addresses.of(agency)) {
                server.addOrUpdateAddressInfo(new AddressInfo(SimpleString.of(name), RoutingType.ANYCAST));
                if (name.equals(Addresses.in(agency))) {
                    cover(server, agency);
                }
                server.createQueue(BrokerConfiguration.queue(name), true);
            }
        } catch (Exception e) {
            // ActiveMQServer declares Exception.
            throw new IllegalStateException("The addresses of " + agency + " could not be made", e);
        }
    }

    private static void cover(ActiveMQServer server, AgencyId agency) throws Exception {
        SimpleString name = SimpleString.of(BrokerConfiguration.divertName(agency));
        if (server.getPostOffice().getBinding(name) == null) {
            server.deployDivert(BrokerConfiguration.divert(agency));
        }
    }
}
