//! The synchronization that records and changes of settings share. The model tests replace it by
//! shuttle's, which tries orders of the steps of threads.

#[cfg(not(all(test, logkit_shuttle)))]
pub(crate) use arc_swap::{ArcSwapOption, Guard};
#[cfg(not(all(test, logkit_shuttle)))]
pub(crate) use std::sync::atomic::AtomicU8;
#[cfg(not(all(test, logkit_shuttle)))]
pub(crate) use std::{thread, thread_local};

#[cfg(all(test, logkit_shuttle))]
pub(crate) use self::model::{ArcSwapOption, Guard, model_local as thread_local};
#[cfg(all(test, logkit_shuttle))]
pub(crate) use shuttle::sync::atomic::AtomicU8;
#[cfg(all(test, logkit_shuttle))]
pub(crate) use shuttle::thread;

#[cfg(all(test, logkit_shuttle))]
mod model {
    use std::ops::Deref;
    use std::sync::{Arc, Mutex, PoisonError};

    /// Shuttle's macro, with the syntax of std's for constant values.
    macro_rules! model_local {
        ($($(#[$attribute:meta])* static $name:ident: $type:ty = const $value:block;)*) => {
            shuttle::thread_local! { $(static $name: $type = $value;)* }
        };
    }
    pub(crate) use model_local;

    /// The part of `arc_swap`'s type that a path of records needs: each call is one step.
    pub(crate) struct ArcSwapOption<T>(Mutex<Option<Arc<T>>>);

    /// A value that was loaded.
    pub(crate) struct Guard<T>(T);

    impl<T> ArcSwapOption<T> {
        pub(crate) const fn const_empty() -> Self {
            Self(Mutex::new(None))
        }

        pub(crate) fn load(&self) -> Guard<Option<Arc<T>>> {
            Guard(self.load_full())
        }

        pub(crate) fn load_full(&self) -> Option<Arc<T>> {
            shuttle::thread::yield_now();
            self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
        }

        pub(crate) fn swap(&self, value: Option<Arc<T>>) -> Option<Arc<T>> {
            shuttle::thread::yield_now();
            std::mem::replace(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), value)
        }

        pub(crate) fn compare_and_swap(
            &self,
            current: &Guard<Option<Arc<T>>>,
            new: Option<Arc<T>>,
        ) -> Guard<Option<Arc<T>>> {
            shuttle::thread::yield_now();
            let mut value = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let found = value.clone();
            if found.as_ref().map(Arc::as_ptr) == current.as_ref().map(Arc::as_ptr) {
                *value = new;
            }
            Guard(found)
        }
    }

    impl<T> Deref for Guard<T> {
        type Target = T;

        fn deref(&self) -> &T {
            &self.0
        }
    }
}
