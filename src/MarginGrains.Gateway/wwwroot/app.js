import { html, render } from './js/html.js';
import { createEventStore } from './js/events.js';
import { Desk } from './js/views/desk.js';

const eventStore = createEventStore();
eventStore.start();

render(html`<${Desk} eventStore=${eventStore} />`, document.getElementById('desk'));
