//! What breaks: links, machines, disks, clocks. And how all of it is mended in the end.

use protocol::delivery::Input;

use super::{Broken, Happening, World};
use crate::edge_side::object::Event;
use crate::edge_side::platform::{ObjectId, Question, SocketId};
use crate::network::Weather;

impl World {
    pub(super) fn something_breaks(&mut self) {
        let object = self.chance.below(self.objects.len() as u64) as usize;
        let client = self.chance.below(self.clients.len() as u64) as usize;
        match self.chance.below(20) {
            0..=3 => self.a_link_dies(client),
            4..=6 => self.a_link_stalls(client),
            7 => self.the_machine_dies(),
            8 | 9 => self.an_object_dies(object),
            10..=12 => self.an_object_sleeps(object),
            13 => self.a_disk_is_full(object),
            14 => self.an_alarm_rings_again(object),
            15 => self.the_machine_is_drained(object),
            16 | 17 => self.a_tab_sleeps(client),
            18 => {
                let by = self.chance.below(86_400_000) as i64;
                self.note(|_| format!("the clock of client {client} jumps ahead by {by} ms"));
                self.clients[client].jump(by);
                // Its timers run by its clock.
                if let Some(at) = self.clients[client].bell {
                    self.wake_at(client, at);
                }
            }
            _ if self.server_clock_jumps => {
                let by = self.chance.between(0, 7_200_000) as i64 - 3_600_000;
                self.note(|_| format!("the machines' clock jumps by {by} ms"));
                self.skew += by;
                self.alarms_go_by_the_new_clock();
            }
            _ => {}
        }
    }

    fn alarms_go_by_the_new_clock(&mut self) {
        for object in 0..self.objects.len() {
            self.objects[object].alarm_is_unset();
            self.later(0, Happening::Ring(object));
        }
    }

    /// Cut: each side learns it soon, late, or only by what does not come.
    fn a_link_dies(&mut self, client: usize) {
        let Some(socket) = self.clients[client].socket else { return };
        self.note(|_| format!("socket {socket} of client {client} is cut"));
        let (up, down) = (self.chance.one_in(2), self.chance.one_in(2));
        self.links[socket].up.die(up);
        self.links[socket].down.die(down);
        if !self.chance.one_in(3) {
            let wait = self.chance.below(3_000);
            self.later(wait, Happening::LostByClient(socket, 1006));
        }
        let wait = if self.chance.one_in(3) {
            self.chance.between(5_000, 120_000)
        } else {
            self.chance.below(3_000)
        };
        self.later(wait, Happening::LostByObject(socket));
    }

    /// One way loses everything for a while; what was sent meanwhile comes when it is over, if the link still lives.
    fn a_link_stalls(&mut self, client: usize) {
        let Some(socket) = self.clients[client].socket else { return };
        let wait = self.chance.between(100, 40_000);
        let up = self.chance.one_in(2);
        self.note(|_| {
            format!("socket {socket} of client {client} stalls, {}", if up { "up" } else { "down" })
        });
        if up {
            self.links[socket].up.stalled = true;
            self.later(wait, Happening::Mends(Broken::UpStalls(socket)));
        } else {
            self.links[socket].down.stalled = true;
            self.later(wait, Happening::Mends(Broken::DownStalls(socket)));
        }
    }

    /// The process is killed; a new one is there soon.
    fn the_machine_dies(&mut self) {
        self.note(|_| "the machine dies".to_owned());
        for object in 0..self.objects.len() {
            self.crash(object);
        }
        let wait = self.chance.between(50, 5_000);
        self.down_until = self.now + wait;
    }

    fn an_object_dies(&mut self, object: ObjectId) {
        self.note(|_| format!("object {object} dies"));
        self.crash(object);
    }

    /// Memory, sockets and everything that is not committed are gone; whoever waits for an answer gets none.
    fn crash(&mut self, object: ObjectId) {
        self.crashes += 1;
        self.objects[object].crash();
        self.forgets(object);
        let waiting: Vec<u64> =
            self.open_calls.iter().filter(|(_, callee)| **callee == object).map(|(id, _)| *id).collect();
        for id in waiting {
            self.open_calls.remove(&id);
            self.later(5, Happening::Returns(id, Box::new(Err(super::transport::unreachable()))));
        }
        let sockets: Vec<SocketId> = (0..self.links.len())
            .filter(|socket| self.links[*socket].object == object)
            .filter(|socket| self.links[*socket].at_object || self.links[*socket].at_client)
            .collect();
        for socket in sockets {
            let link = &mut self.links[socket];
            link.at_object = false;
            link.up.die(true);
            // What has left is on its way, and the end of the link comes behind it, if it comes.
            link.down.die(false);
            if link.at_client && !self.chance.one_in(4) {
                let wait = self.chance.between(1, 1_000);
                self.later(wait, Happening::LostByClient(socket, 1006));
            }
        }
        // The alarm is on the disk.
        self.later(0, Happening::Ring(object));
    }

    /// Now and then a machine dies between one effect and the next.
    pub(super) fn crash_between_effects(&mut self, object: ObjectId) -> bool {
        let dies = self.chance.one_in(400);
        if dies {
            self.note(|_| format!("object {object} dies between two effects"));
            self.crash(object);
        }
        dies
    }

    fn an_object_sleeps(&mut self, object: ObjectId) {
        if self.objects[object].is_idle() {
            self.note(|_| format!("object {object} sleeps"));
            self.objects[object].sleep();
            self.forgets(object);
        }
    }

    fn forgets(&mut self, object: ObjectId) {
        let platform = &self.objects[object].platform;
        if platform.me != platform.inbox {
            self.ledger.forgets(&platform.disk, object);
        }
    }

    fn a_disk_is_full(&mut self, object: ObjectId) {
        let statements = self.chance.below(12) as u32;
        self.note(|_| format!("the disk of object {object} is full after {statements} statements"));
        self.objects[object].platform.disk.set_room(Some(statements));
        let wait = self.chance.between(100, 20_000);
        self.later(wait, Happening::Mends(Broken::DiskIsFull(object)));
    }

    /// At least once is sometimes twice.
    fn an_alarm_rings_again(&mut self, object: ObjectId) {
        if !self.is_down() && !self.objects[object].is_ringing() {
            self.note(|_| format!("object {object} is rung for once more"));
            self.object_on(object, Event::Ring);
        }
    }

    /// A deploy: everybody is sent away, and back.
    fn the_machine_is_drained(&mut self, object: ObjectId) {
        let id = self.next_request;
        self.next_request += 1;
        self.asks(object, id, Question::Drain);
    }

    fn a_tab_sleeps(&mut self, client: usize) {
        if self.clients[client].asleep_until > self.now {
            return;
        }
        let wait = self.chance.between(1_000, 120_000);
        self.note(|_| format!("client {client} sleeps for {wait} ms"));
        self.clients[client].asleep_until = self.now + wait;
        if self.chance.one_in(2) {
            // Some clocks stand still while the machine sleeps.
            let by = -(wait as i64);
            self.clients[client].jump(by);
        }
    }

    pub(super) fn mends(&mut self, broken: Broken) -> bool {
        match broken {
            Broken::UpStalls(socket) => {
                let way = &mut self.links[socket].up;
                if !std::mem::take(&mut way.stalled) {
                    return false;
                }
                for _ in 0..way.parcels.len() {
                    self.later(0, Happening::Up(socket));
                }
            }
            Broken::DownStalls(socket) => {
                let way = &mut self.links[socket].down;
                if !std::mem::take(&mut way.stalled) {
                    return false;
                }
                for _ in 0..way.parcels.len() {
                    self.later(0, Happening::Down(socket));
                }
            }
            Broken::DiskIsFull(object) => self.objects[object].platform.disk.set_room(None),
        }
        true
    }

    /// From now on nothing breaks.
    pub(super) fn everything_is_mended(&mut self) {
        self.note(|_| "the faults stop".to_owned());
        // A network that lost frames inside a connection is none that a connection survives; and an alarm that a clock
        // left behind in the future is set anew by the next one who comes.
        let all_come_anew = self.weather.wild_one_in > 0 || self.server_clock_jumps;
        self.calm = true;
        self.weather = Weather { delay: 20, slow_one_in: 0, wild_one_in: 0 };
        self.down_until = 0;
        for object in 0..self.objects.len() {
            self.objects[object].platform.disk.set_room(None);
        }
        for socket in 0..self.links.len() {
            self.mends(Broken::UpStalls(socket));
            self.mends(Broken::DownStalls(socket));
        }
        for client in 0..self.clients.len() {
            if all_come_anew && let Some(socket) = self.clients[client].socket {
                self.disconnect(client);
                self.links[socket].at_client = false;
                self.input(client, Input::Closed { code: 1006 });
            }
            if !self.clients[client].is_visitor() {
                self.later(1_000, Happening::List(client));
            }
        }
    }

    /// Whoever was told to go away, or signed out, comes back.
    pub(super) fn comes_back(&mut self, client: usize) {
        self.clients[client].session += u32::from(!self.clients[client].is_visitor());
        self.input(client, Input::Start);
    }
}
